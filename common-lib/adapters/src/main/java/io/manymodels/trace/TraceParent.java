package io.manymodels.trace;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code traceparent} of W3C Trace Context: the trace that work belongs to, and the span that it follows from. */
public final class TraceParent {

    /** The name of the header. */
    public static final String HEADER = "traceparent";
    /** The field of log lines that has the trace's id. */
    public static final String FIELD = "traceId";

    private static final Pattern FORM = Pattern
            .compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** The trace's id; empty where the text is no {@code traceparent}. */
    public static Optional<String> traceId(@Nullable String traceparent) {
        if (traceparent == null) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(traceparent);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    public static String newTraceId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Of a trace whose spans nobody records. */
    public static String unrecorded(String traceId) {
        return "00-%s-%s-00".formatted(traceId, newTraceId().substring(16));
    }
}
