package io.manymodels.work.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.ErrorBudget;
import io.manymodels.problem.Problem;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.work.api.Progress;
import io.manymodels.work.api.Run;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LineageEventsTest {

    private static final UUID RUN = new UUID(0, 1);
    private static final UUID CYCLE = new UUID(0, 2);
    private static final Instant BEGUN = Instant.parse("2026-03-01T02:00:01Z");
    private static final Instant ENDED = Instant.parse("2026-03-01T02:00:09Z");

    private final LineageEvents events = new LineageEvents("shops");

    private static Run run(RunState state, @Nullable UUID cycle, @Nullable Instant begun, @Nullable Problem problem) {
        return new Run(RUN, RunKind.SCORING, "shop", 1, cycle, state, JsonMapper.shared().createObjectNode(),
                ErrorBudget.DEFAULT, "ada", Progress.of(0, 0, 0, 0, 0, 0), false,
                Instant.parse("2026-03-01T02:00:00Z"), begun, ENDED, problem, null, null);
    }

    @Test
    void tellWhatWasReadAndMade() {
        List<ObjectNode> told = events.of(run(RunState.FAILED, CYCLE, BEGUN, new Problem("x", "No disk")),
                List.of(new LineageDataset("s3://lake", "shop", "FILE", "s1",
                        List.of(new LineageDataset.Field("day", "date", null)))),
                List.of(new LineageDataset("s3://production", "shop", "MODEL")));

        assertThat(told).hasSize(2).last().isEqualTo(JsonMapper.shared().readTree("""
                {"eventType": "FAIL", "eventTime": "2026-03-01T02:00:09Z", "producer": "urn:io.manymodels",
                 "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
                 "run": {"runId": "00000000-0000-0000-0000-000000000001", "facets": {
                   "parent": {"_producer": "urn:io.manymodels",
                     "_schemaURL": "https://openlineage.io/spec/facets/1-2-0/ParentRunFacet.json#/$defs/ParentRunFacet",
                     "run": {"runId": "00000000-0000-0000-0000-000000000002"},
                     "job": {"namespace": "shops", "name": "shop.cycle"}},
                   "errorMessage": {"_producer": "urn:io.manymodels",
                     "_schemaURL": "https://openlineage.io/spec/facets/1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet",
                     "message": "x: No disk", "programmingLanguage": "JAVA"}}},
                 "job": {"namespace": "shops", "name": "shop.scoring", "facets": {
                   "jobType": {"_producer": "urn:io.manymodels",
                     "_schemaURL": "https://openlineage.io/spec/facets/2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet",
                     "processingType": "BATCH", "integration": "MANY_MODELS", "jobType": "JOB"}}},
                 "inputs": [{"namespace": "s3://lake", "name": "shop", "facets": {
                   "datasetType": {"_producer": "urn:io.manymodels",
                     "_schemaURL": "https://openlineage.io/spec/facets/1-0-1/DatasetTypeDatasetFacet.json#/$defs/DatasetTypeDatasetFacet",
                     "datasetType": "FILE"},
                   "version": {"_producer": "urn:io.manymodels",
                     "_schemaURL": "https://openlineage.io/spec/facets/1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet",
                     "datasetVersion": "s1"},
                   "schema": {"_producer": "urn:io.manymodels",
                     "_schemaURL": "https://openlineage.io/spec/facets/1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet",
                     "fields": [{"name": "day", "type": "date"}]}}}],
                 "outputs": [{"namespace": "s3://production", "name": "shop", "facets": {
                   "datasetType": {"_producer": "urn:io.manymodels",
                     "_schemaURL": "https://openlineage.io/spec/facets/1-0-1/DatasetTypeDatasetFacet.json#/$defs/DatasetTypeDatasetFacet",
                     "datasetType": "MODEL"}}}]}
                """));
        assertThat(told.getFirst().path("eventType").asString()).isEqualTo("START");
        assertThat(told.getFirst().path("eventTime").asString()).isEqualTo("2026-03-01T02:00:01Z");
        assertThat(told.getFirst().path("run").path("facets").has("errorMessage")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, COMPLETE", "FAILED, FAIL", "CANCELLED, ABORT"})
    void endsAreCalledAsOpenLineageDoes(RunState state, String type) {
        List<ObjectNode> told = events.of(run(state, null, null, null), List.of(), List.of());

        assertThat(told).extracting(event -> event.path("eventType").asString()).containsExactly("START", type);
        assertThat(told.getFirst().path("eventTime").asString()).as("a run that never began").isEqualTo(
                "2026-03-01T02:00:00Z");
        assertThat(told.getLast().path("run").path("facets").has("parent")).isFalse();
    }
}
