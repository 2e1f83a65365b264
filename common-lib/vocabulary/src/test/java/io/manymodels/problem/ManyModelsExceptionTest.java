package io.manymodels.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.problem.ManyModelsException.Detail;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ManyModelsExceptionTest {

    @Test
    void keepsBeginningAndAdviceOfALongMessage() {
        ManyModelsException e = ManyModelsException.invalid("source-not-found",
                "No file matches [%s]. Maybe look at the spelling".formatted("€".repeat(620_000)));

        assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(ManyModelsException.LONGEST)
                .startsWith("No file matches [€€").endsWith("]. Maybe look at the spelling").contains(" ... ");
    }

    @Test
    void leavesAShortMessageAlone() {
        String text = "x".repeat(ManyModelsException.LONGEST);

        assertThat(ManyModelsException.notFound("code", text).getMessage()).isEqualTo(text);
    }

    @Test
    void cutsNoCharacterInHalf() {
        for (int length = 2_000; length < 2_020; length++) {
            String cut = ManyModelsException.bounded("a".repeat(length % 7) + "\uD83D\uDE00".repeat(length), 2_000);

            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(cut)).isTrue();
            assertThat(cut).hasSizeLessThanOrEqualTo(2_000);
        }
    }

    @Test
    void boundsDetailsTheirNumberTheirPathsAndTheirTexts() {
        ManyModelsException e = ManyModelsException.invalid("code", "message",
                Collections.nCopies(10_000, new Detail("p".repeat(5_000), "m".repeat(5_000))));

        assertThat(e.details()).hasSize(ManyModelsException.MOST_DETAILS);
        assertThat(e.details().getFirst().path()).hasSizeLessThanOrEqualTo(200);
        assertThat(e.details().getFirst().message()).hasSizeLessThanOrEqualTo(ManyModelsException.LONGEST);
    }
}
