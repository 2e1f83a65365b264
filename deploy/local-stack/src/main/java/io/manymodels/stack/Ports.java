package io.manymodels.stack;

import java.util.concurrent.ThreadLocalRandom;

/** Ports of the infrastructure at 127.0.0.1. */
public record Ports(int postgres, int kafka, int kafkaController, int storage) {

    /** Linux gives ports from here on to connections that go out. */
    private static final int FIRST_OF_CLIENTS = 32_768;
    private static final int FIRST = 30_000;

    /** Ports that nobody listens on at the moment, nor is given before somebody does: for tests. */
    public static Ports free() {
        int[] ports = ThreadLocalRandom.current().ints(FIRST, FIRST_OF_CLIENTS).distinct().filter(StackPorts::free)
                .limit(4).toArray();
        return new Ports(ports[0], ports[1], ports[2], ports[3]);
    }
}
