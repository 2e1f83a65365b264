package io.manymodels.work.rest;

import io.manymodels.work.api.Run;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.ResponseEntity;

/**
 * What the caller of a POST that started a run is told.
 *
 * @param id of the run
 * @param kind what the run does
 * @param family whose run it is
 * @param state where the run is in its life; queued, unless the same was asked for before
 * @param links paths: self, where to follow it, and where its results will be
 */
public record AcceptedRun(UUID id, String kind, String family, String state, Map<String, String> links) {

    public AcceptedRun {
        links = Map.copyOf(links);
    }

    /**
     * The answer 202 with the run's path as Location.
     *
     * @param results name of a link to what lies below the run's path under the same name
     */
    public static ResponseEntity<AcceptedRun> of(Run run, String... results) {
        String self = "/api/v1/runs/" + run.id();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        for (String result : results) {
            links.put(result, self + "/" + result);
        }
        return ResponseEntity.accepted().location(URI.create(self)).body(
                new AcceptedRun(run.id(), run.kind().wireName(), run.family(), run.state().wireName(), links));
    }
}
