package posthorn.protocol.tls;

/** What DNS says of a host's certificate, from what it takes to be believed. */
public enum DaneState {
    /** Nothing: there are no records, or the answers are not authentic. */
    NONE,
    /** There are records, and none that can be used. */
    UNUSABLE,
    /** There are records. */
    USABLE,
    /** There should be an authentic answer, and there was none. */
    UNKNOWN
}
