package posthorn.launcher.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import posthorn.launcher.doctor.Finding.Section;

/** Whether the clock of the services is right: signatures and certificates have times in them. */
final class ClockCheck {

    /** A Date field has whole seconds, and the answer travels. */
    private static final Duration UNSURE = Duration.ofSeconds(2);

    private static final Duration TOO_MUCH = Duration.ofSeconds(60);

    private final InstantSource ours;
    private final Duration patience;

    ClockCheck(InstantSource ours, Duration patience) {
        this.ours = ours;
        this.patience = patience;
    }

    /**
     * Compares the services' clock with that of a web server.
     *
     * @param services their clock when they answered
     * @param asked by the clock here when they did
     * @param reference whose Date field is right
     */
    Finding finding(Instant services, Instant asked, URI reference) {
        String name = String.valueOf(reference.getHost());
        Optional<Duration> here = offset(reference);
        if (here.isEmpty()) {
            return Finding.unknown(Section.CLOCK, name, "clock.unknown", name);
        }
        Duration off = Duration.between(asked, services).plus(here.get());
        Duration least = off.abs().minus(UNSURE);
        String seconds = Long.toString(off.toSeconds());
        return least.compareTo(TOO_MUCH) > 0
                ? Finding.wrong(Section.CLOCK, name, "clock.wrong", seconds, name)
                : Finding.good(Section.CLOCK, name, "clock.good", name);
    }

    /** How far the clock here is ahead of the reference's. */
    private Optional<Duration> offset(URI reference) {
        HttpRequest request =
                HttpRequest.newBuilder(reference)
                        .timeout(patience)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build()) {
            Optional<String> date =
                    client.send(request, HttpResponse.BodyHandlers.discarding())
                            .headers()
                            .firstValue("Date");
            Instant now = ours.instant();
            return date.map(text ->
                    Duration.between(
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant(),
                            now));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
