package io.manymodels.training.context;

import io.manymodels.work.api.Run;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON by which the versions of a run are found, judged and traced. */
public final class VersionDescription {

    private final Run run;
    private final RunContext context;
    private final JsonMapper json;

    public VersionDescription(Run run, RunContext context, JsonMapper json) {
        this.run = run;
        this.context = context;
        this.json = json;
    }

    /** @param tags JSON object: the key's columns and its constant columns */
    public String tags(String tags, String algorithm) {
        ObjectNode all = (ObjectNode) json.readTree(tags);
        all.put("algorithm", algorithm);
        all.put("snapshot", context.snapshot().id());
        return json.writeValueAsString(all);
    }

    public String metrics(Map<String, Double> metrics) {
        return json.writeValueAsString(metrics);
    }

    /** @param model what the trainer tells of the model */
    public String provenance(Map<String, Object> model) {
        ObjectNode all = json.createObjectNode();
        all.put("run", run.id().toString());
        all.put("snapshot", context.snapshot().id());
        all.put("familyVersion", run.familyVersion());
        if (context.parameters().asOf() != null && context.snapshot().timeAxis() != null) {
            all.put("asOf", context.snapshot().timeAxis().text(context.parameters().asOf()));
        }
        JsonNode told = json.valueToTree(model);
        told.properties().forEach(property -> all.set(property.getKey(), property.getValue()));
        return json.writeValueAsString(all);
    }
}
