package io.manymodels.deployment;

import java.util.Locale;

/** A service of the platform. Its constant's name in lower case is its database role, storage user and broker login. */
public enum Service {
    INGESTION(8081), TRAINING(8082), PROMOTION(8083), SCORING(8084), REALTIME(8085);

    private final int usualPort;

    Service(int usualPort) {
        this.usualPort = usualPort;
    }

    /** Its name in URLs, files and messages. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where it listens unless somebody says otherwise. */
    public int usualPort() {
        return usualPort;
    }

    /**
     * The service with this id, or with its module's name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Service of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace("-SERVICE", ""));
    }
}
