package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PredictionCursorPropertyTest {

    private static final UUID RUN = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void aCursorIsReadAsItWasHandedOut(@ForAll long high, @ForAll long low, @ForAll long after) {
        PredictionCursor cursor = new PredictionCursor(new UUID(high, low), after);

        assertThat(PredictionCursor.decoded(cursor.encoded())).isEqualTo(cursor);
        assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]+");
    }

    @Property
    void anyOtherTextIsMalformed(@ForAll String text) {
        assertThatThrownBy(() -> PredictionCursor.decoded(text)).isInstanceOfSatisfying(ManyModelsException.class,
                e -> assertThat(e.code()).isEqualTo("cursor-malformed"));
    }

    @Property
    void anyOtherTextInItsWrappingIsMalformedToo(@ForAll String text) {
        assertThatThrownBy(() -> PredictionCursor.decoded(encoded(text)))
                .isInstanceOfSatisfying(ManyModelsException.class,
                        e -> assertThat(e.kind()).isEqualTo(ManyModelsException.Kind.MALFORMED));
    }

    @Example
    void whatIsNearlyACursor() {
        for (String json : List.of("[]", "{}", "1", "null", "\"a\"", "[\"%s\"]".formatted(RUN),
                "[\"%s\",7]".formatted(RUN),
                "[\"%s\",\"x\"]".formatted(RUN), "[7,\"7\"]", "[null,\"7\"]", "[\"x\",\"7\"]", "[[\"a\"],\"7\"]",
                "[\"%s\",\"99999999999999999999\"]".formatted(RUN), "[".repeat(5_000))) {
            assertThatThrownBy(() -> PredictionCursor.decoded(encoded(json))).as(json)
                    .isInstanceOf(ManyModelsException.class).hasMessageContaining("Maybe start without a cursor");
        }
    }

    @Example
    void cursorsOfOlderBuildsAreRead() {
        assertThat(PredictionCursor.decoded(encoded("[\"%s\",\"north\",\"3\",\"42\"]".formatted(RUN))))
                .isEqualTo(new PredictionCursor(RUN, 42));
        assertThat(PredictionCursor.decoded(null)).isNull();
    }
}
