package io.manymodels.ingestion.catalog;

import io.manymodels.ingestion.reading.EarlierReading;
import io.manymodels.ingestion.reading.SourceReading;
import io.manymodels.ingestion.source.SourceObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is kept of a reading, and what is told of it. */
final class ReadingJson {

    private ReadingJson() {}

    /** For the run's result; null for a source without files. */
    static @Nullable String told(SourceReading reading) {
        if (reading.objects().isEmpty()) {
            return null;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("files", reading.objects().size()).put("read", reading.read());
        json.put("taken", reading.objects().size() - reading.read());
        json.put("snapshot", reading.snapshot()).put("because", reading.because());
        return json.toString();
    }

    /** For a later ingestion; null where none may take rows from this one. */
    static @Nullable String kept(SourceReading reading) {
        if (reading.columns() == null) {
            return null;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("rules", reading.rules()).put("columns", reading.columns());
        ArrayNode objects = json.putArray("objects");
        reading.objects().forEach(object -> objects.addArray().add(object.name()).add(object.bytes())
                .add(object.stamp()));
        return json.toString();
    }

    static EarlierReading read(String snapshot, JsonNode kept) {
        List<SourceObject> objects = new ArrayList<>();
        kept.path("objects").forEach(object -> objects.add(new SourceObject(object.path(0).asString(),
                object.path(1).asLong(), object.path(2).asString())));
        return new EarlierReading(snapshot, kept.path("rules").asString(), kept.path("columns").asString(), objects);
    }
}
