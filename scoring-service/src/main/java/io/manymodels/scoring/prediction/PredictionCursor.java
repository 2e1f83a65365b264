package io.manymodels.scoring.prediction;

import io.manymodels.problem.ManyModelsException;
import java.nio.charset.StandardCharsets;
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
 * @param after row id of the last row
 */
record PredictionCursor(UUID run, long after) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    String encoded() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
                JSON.writeValueAsString(List.of(run.toString(), Long.toString(after)))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Throws MALFORMED {@code cursor-malformed} for what no page has handed out. */
    static @Nullable PredictionCursor decoded(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            JsonNode values = JSON.readTree(Base64.getUrlDecoder().decode(text));
            // Cursors of older builds name the key's values in between.
            return new PredictionCursor(UUID.fromString(values.get(0).stringValue()),
                    Long.parseLong(values.get(values.size() - 1).stringValue()));
        } catch (IllegalArgumentException | JacksonException | NullPointerException e) {
            throw new ManyModelsException(ManyModelsException.Kind.MALFORMED, "cursor-malformed",
                    "Cursor [%s] was not handed out by this service. Maybe start without a cursor".formatted(text), e);
        }
    }
}
