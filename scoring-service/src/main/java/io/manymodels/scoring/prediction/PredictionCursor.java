package io.manymodels.scoring.prediction;

import io.manymodels.problem.ManyModelsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a page of predictions ended. Opaque to clients; it names the run, so that pages never mix two runs.
 *
 * @param after values of the key columns and the row id of the last row
 */
record PredictionCursor(UUID run, List<String> after) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    String encoded() {
        List<String> values = new ArrayList<>();
        values.add(run.toString());
        values.addAll(after);
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(JSON.writeValueAsString(values).getBytes(StandardCharsets.UTF_8));
    }

    /** Throws MALFORMED {@code cursor-malformed} for what no page has handed out. */
    static @Nullable PredictionCursor decoded(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            JsonNode values = JSON.readTree(Base64.getUrlDecoder().decode(text));
            List<String> after = new ArrayList<>();
            for (int i = 1; i < values.size(); i++) {
                after.add(values.get(i).stringValue());
            }
            return new PredictionCursor(UUID.fromString(values.get(0).stringValue()), after);
        } catch (IllegalArgumentException | JacksonException | NullPointerException e) {
            throw new ManyModelsException(ManyModelsException.Kind.MALFORMED, "cursor-malformed",
                    "Cursor [%s] was not handed out by this service. Maybe start without a cursor".formatted(text), e);
        }
    }
}
