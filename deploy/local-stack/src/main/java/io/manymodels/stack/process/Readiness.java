package io.manymodels.stack.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a process whether it is ready for work. */
@FunctionalInterface
public interface Readiness {

    boolean ready() throws InterruptedException;

    /** Ready when it answers 200. */
    static Readiness http(HttpClient client, URI uri) {
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        return () -> {
            try {
                return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** Ready when it gives any answer at all: a storage refuses whoever does not sign, but it answers. */
    static Readiness answers(HttpClient client, URI uri) {
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        return () -> {
            try {
                return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() > 0;
            } catch (IOException e) {
                return false;
            }
        };
    }
}
