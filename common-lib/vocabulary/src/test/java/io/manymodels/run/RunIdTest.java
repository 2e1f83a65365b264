package io.manymodels.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunIdTest {

    private static final UUID CYCLE = UUID.fromString("3f1c0b52-7a4e-4f0a-9a51-0d2f6f1f5a11");

    /** Computed with another library: clients and redelivered facts of any version must find the same run. */
    @ParameterizedTest
    @CsvSource({"INGESTION, 17ddf588-6c86-37bf-8c91-4f5f9f3c0d41", "TRAINING, 1eff58f0-5723-3c6d-91dc-04a418c314b5",
            "BACKTEST, 2f7095dc-bbff-3163-b084-8fe7dc5e0345", "PROMOTION, 62f7e400-c353-37d4-909a-37c9fd14f18c",
            "SCORING, 45d9d0f6-5810-3e55-99f3-f8321f8b6fbb"})
    void whoKnowsTheCycleKnowsItsRuns(RunKind kind, UUID run) {
        assertThat(RunId.inCycle(CYCLE, kind)).isEqualTo(run);
    }

    @Test
    void kindsAndCyclesDoNotShareRuns() {
        UUID other = UUID.fromString("00000000-0000-4000-8000-000000000000");

        assertThat(Arrays.stream(RunKind.values()).map(kind -> RunId.inCycle(CYCLE, kind))).doesNotHaveDuplicates();
        assertThat(RunId.inCycle(other, RunKind.SCORING)).isNotEqualTo(RunId.inCycle(CYCLE, RunKind.SCORING));
    }
}
