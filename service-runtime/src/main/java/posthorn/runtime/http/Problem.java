package posthorn.runtime.http;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The body of every answer that is an error.
 *
 * @param error what is wrong, one sentence
 * @param advice what to do next, one sentence
 */
public record Problem(String error, @JsonProperty("do") String advice) {}
