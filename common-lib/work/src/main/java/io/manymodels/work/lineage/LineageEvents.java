package io.manymodels.work.lineage;

import io.manymodels.work.api.Run;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The OpenLineage events of a run that has ended, https://openlineage.io/spec/2-0-2/OpenLineage.json. */
final class LineageEvents {

    private static final String PRODUCER = "urn:io.manymodels";
    private static final String EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

    private final String namespace;

    /** @param namespace of the jobs */
    LineageEvents(String namespace) {
        this.namespace = namespace;
    }

    /** The event of its start and that of its end, each dated as it was. */
    List<ObjectNode> of(Run run, List<LineageDataset> inputs, List<LineageDataset> outputs) {
        Instant begun = run.startedAt() == null ? run.submittedAt() : run.startedAt();
        Instant ended = Objects.requireNonNullElse(run.finishedAt(), begun);
        ObjectNode end = event(run, end(run), ended, inputs, outputs);
        if (run.problem() != null) {
            facet((ObjectNode) end.get("run").get("facets"), "errorMessage", "1-0-1/ErrorMessageRunFacet")
                    .put("message", run.problem().code() + ": " + run.problem().message())
                    .put("programmingLanguage", "JAVA");
        }
        return List.of(event(run, "START", begun, inputs, outputs), end);
    }

    private static String end(Run run) {
        return switch (run.state()) {
            case SUCCEEDED -> "COMPLETE";
            case FAILED -> "FAIL";
            case CANCELLED -> "ABORT";
            case QUEUED, RUNNING ->
                throw new IllegalArgumentException("Run [%s] has not ended".formatted(run.id()));
        };
    }

    private ObjectNode event(Run run, String type, Instant time, List<LineageDataset> inputs,
            List<LineageDataset> outputs) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("eventType", type)
                .put("eventTime", time.toString()).put("producer", PRODUCER).put("schemaURL", EVENT);
        ObjectNode runFacets = event.putObject("run").put("runId", run.id().toString()).putObject("facets");
        if (run.cycle() != null) {
            ObjectNode parent = facet(runFacets, "parent", "1-2-0/ParentRunFacet");
            parent.putObject("run").put("runId", run.cycle().toString());
            parent.putObject("job").put("namespace", namespace).put("name", run.family() + ".cycle");
        }
        ObjectNode jobFacets = event.putObject("job").put("namespace", namespace)
                .put("name", run.family() + "." + run.kind().wireName()).putObject("facets");
        facet(jobFacets, "jobType", "2-0-4/JobTypeJobFacet").put("processingType", "BATCH")
                .put("integration", "MANY_MODELS").put("jobType", "JOB");
        add(event.putArray("inputs"), inputs);
        add(event.putArray("outputs"), outputs);
        return event;
    }

    private static void add(ArrayNode array, List<LineageDataset> datasets) {
        for (LineageDataset dataset : datasets) {
            ObjectNode facets = array.addObject().put("namespace", dataset.namespace()).put("name", dataset.name())
                    .putObject("facets");
            facet(facets, "datasetType", "1-0-1/DatasetTypeDatasetFacet").put("datasetType", dataset.type());
            if (dataset.version() != null) {
                facet(facets, "version", "1-0-1/DatasetVersionDatasetFacet").put("datasetVersion", dataset.version());
            }
            if (!dataset.fields().isEmpty()) {
                ArrayNode fields = facet(facets, "schema", "1-2-0/SchemaDatasetFacet").putArray("fields");
                for (LineageDataset.Field field : dataset.fields()) {
                    ObjectNode json = fields.addObject().put("name", field.name()).put("type", field.type());
                    if (field.description() != null) {
                        json.put("description", field.description());
                    }
                }
            }
        }
    }

    private static ObjectNode facet(ObjectNode facets, String name, String schema) {
        String type = schema.substring(schema.indexOf('/') + 1);
        return facets.putObject(name).put("_producer", PRODUCER)
                .put("_schemaURL", "https://openlineage.io/spec/facets/%s.json#/$defs/%s".formatted(schema, type));
    }
}
