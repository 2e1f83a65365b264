package io.manymodels.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.kernel.PlugIns;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The variable of {@code docs/reference/contracts.md} names the folder. */
class PlugInConfigurationTest {

    @Test
    void readsTheFolderThatTheVariableNames(@TempDir Path folder) {
        try (AnnotationConfigApplicationContext context = context(Map.of("MANYMODELS_PLUG_INS", folder.toString()))) {
            context.refresh();
            assertThat(context.getBean(PlugIns.class)).isNotSameAs(PlugIns.NONE);
        }
    }

    @Test
    void doesNotStartWithAFolderThatIsNotThere(@TempDir Path folder) {
        String missing = folder.resolve("none").toString();
        try (AnnotationConfigApplicationContext context = context(Map.of("MANYMODELS_PLUG_INS", missing))) {
            assertThatThrownBy(context::refresh).hasRootCauseInstanceOf(java.nio.file.NoSuchFileException.class)
                    .hasStackTraceContaining("Folder [%s] of manymodels.plug-ins cannot be read".formatted(missing));
        }
    }

    @Test
    void hasNoneWithoutIt() {
        try (AnnotationConfigApplicationContext context = context(Map.of())) {
            context.refresh();
            assertThat(context.getBean(PlugIns.class)).isSameAs(PlugIns.NONE);
        }
    }

    private static AnnotationConfigApplicationContext context(Map<String, Object> variables) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("variables", variables));
        context.register(PlugInConfiguration.class);
        return context;
    }
}
