package io.manymodels.cli.connection;

import java.util.Locale;

/** A service that the command line talks to. */
public enum Service {
    INGESTION, TRAINING, PROMOTION, SCORING, REALTIME;

    /** Its name in URLs, files and messages. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The service of a step of a cycle. */
    public static Service of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace("-SERVICE", ""));
    }
}
