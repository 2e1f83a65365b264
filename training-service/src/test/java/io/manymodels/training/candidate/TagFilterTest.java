package io.manymodels.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.TagFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagFilterTest {

    @Test
    void numberIsComparedAsNumberAndAsText() {
        assertThat(TagFilter.of(Map.of("tag.store", List.of("2"), "limit", List.of("7"))).tags())
                .containsExactly(new TagFilter.Tag("{\"store\":\"2\"}", "{\"store\":2}"));
    }

    @Test
    void whatOnlyLooksLikeANumberStaysText() {
        assertThat(TagFilter.of(Map.of("tag.store", List.of("007"))).tags())
                .containsExactly(new TagFilter.Tag("{\"store\":\"007\"}", "{\"store\":\"007\"}"));
    }

    @Test
    void quotesCannotLeaveTheValue() {
        assertThat(TagFilter.of(Map.of("tag.name", List.of("a\"}'"))).tags())
                .containsExactly(new TagFilter.Tag("{\"name\":\"a\\\"}'\"}", "{\"name\":\"a\\\"}'\"}"));
    }

    @Test
    void tagNeedsAName() {
        assertThatThrownBy(() -> TagFilter.of(Map.of("tag.", List.of("2")))).isInstanceOf(ManyModelsException.class)
                .hasMessageContaining("Maybe tag.store=2");
    }
}
