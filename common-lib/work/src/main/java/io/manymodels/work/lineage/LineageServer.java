package io.manymodels.work.lineage;

import io.manymodels.work.api.Run;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** A server that takes OpenLineage events over HTTP, Marquez for one. */
final class LineageServer implements Lineage {

    private static final Logger LOG = LoggerFactory.getLogger(LineageServer.class);

    private final LineageProperties properties;
    private final LineageRepository datasets;
    private final LineageEvents events;
    private final HttpClient http;

    LineageServer(LineageProperties properties, LineageRepository datasets) {
        this.properties = properties;
        this.datasets = datasets;
        this.events = new LineageEvents(properties.namespace());
        this.http = HttpClient.newBuilder().connectTimeout(properties.timeout()).build();
    }

    @Override
    public void ended(Run run) {
        try {
            for (ObjectNode event : events.of(run, datasets.inputs(run), datasets.outputs(run))) {
                send(event);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Lineage is not told of run={}: {}", run.id(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(ObjectNode event) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(properties.target()).timeout(properties.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event.toString()));
        if (properties.hasKey()) {
            request.header("Authorization", "Bearer " + properties.apiKey());
        }
        int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status >= 300) {
            throw new IOException("%s answered %d".formatted(properties.target(), status));
        }
    }
}
