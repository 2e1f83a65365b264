package io.manymodels.ingestion.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.TimeStep;
import io.manymodels.ingestion.partition.PartitionProfile.Verdict;
import io.manymodels.ingestion.partition.QualityGate.Findings;
import io.manymodels.ingestion.partition.Rejects.Reject;
import io.manymodels.rows.TimeAxis;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityGateTest {

    private static final int MINIMUM = 20;
    private static final TimeAxis DAYS = TimeAxis.infer(TimeAxis.Kind.DATE, TimeStep.DAY, null, new long[] {0, 1, 2});
    private static final TimeAxis HOURS = TimeAxis.infer(TimeAxis.Kind.TIMESTAMP, TimeStep.HOUR, null,
            new long[] {0, 3_600_000_000L});
    private static final Reject VITAL = new Reject("units", "many", 3, true);
    private static final Reject FEATURE = new Reject("price", "cheap", 3, false);

    /** A partition in order, but for what a test changes. */
    private static final class Found {
        private long labelled = 100;
        private boolean keyMissing;
        private long timeMissing;
        private @Nullable Long duplicate;
        private @Nullable Reject reject;
        private @Nullable String infinite;
        private @Nullable String constant;
        private long beyond;

        private Findings findings() {
            return new Findings(120, labelled, keyMissing, timeMissing, duplicate == null ? 0 : 2, duplicate, reject,
                    infinite, constant, beyond);
        }
    }

    private interface Change {
        void on(Found found);
    }

    private static Verdict judge(String more, TimeAxis axis, Change change) {
        Found found = new Found();
        change.on(found);
        return QualityGate.judge(found.findings(), FamilySpec.read("""
                family: f
                source: {files: rows.csv}
                key: [k]
                target: units
                task: regression
                training: {minimumRows: %d}
                """.formatted(MINIMUM) + more).orThrow(), "units", axis);
    }

    private static Verdict judge(Change change) {
        return judge("time: t\n", DAYS, change);
    }

    @Test
    void whatIsInOrderPassesWithoutAWord() {
        assertThat(judge(found -> {})).isEqualTo(new Verdict(true, null, null));
    }

    @Test
    void whatIsWrongInKeyTimeOrTargetIsRefused() {
        assertThat(judge(found -> found.keyMissing = true)).satisfies(refused("key-missing", "[120] rows"));
        assertThat(judge(found -> {
            found.keyMissing = true;
            found.reject = new Reject("k", "007", 9, true);
        })).satisfies(refused("key-missing", "[k] holds [007]", "columns.types: {k: text}"));
        assertThat(judge(found -> found.timeMissing = 3)).satisfies(refused("time-missing", "[3] rows have no time. "));
        assertThat(judge(found -> {
            found.timeMissing = 3;
            found.reject = VITAL;
        })).satisfies(refused("time-missing", "column [units] holds [many]"));
        assertThat(judge(found -> found.reject = VITAL)).satisfies(refused("text-in-number", "[units] holds [many]",
                "(3 such values)"));
        assertThat(judge(found -> found.duplicate = 19_000L)).satisfies(refused("duplicate-time", "[2] rows",
                "[2022-01-08]", "aggregate"));
        assertThat(judge(found -> found.infinite = "price")).satisfies(refused("infinite-value", "[price]"));
    }

    private static Consumer<Verdict> refused(String code, String... parts) {
        return verdict -> {
            assertThat(verdict.passed()).isFalse();
            assertThat(verdict.code()).isEqualTo(code);
            assertThat(verdict.message()).contains(parts).contains("Maybe");
        };
    }

    private static Consumer<Verdict> lacking(String code, String... parts) {
        return verdict -> {
            assertThat(verdict.passed()).isTrue();
            assertThat(verdict.code()).isEqualTo(code);
            assertThat(verdict.message()).contains(parts).contains("Maybe");
        };
    }

    @Test
    void whatIsTooLittlePassesWithItsReason() {
        assertThat(judge(found -> found.labelled = 0)).satisfies(lacking("target-missing", "[units]", "[120] rows"));
        assertThat(judge(found -> found.labelled = MINIMUM - 1)).satisfies(lacking("too-few-rows", "[19]", "[20]"));
        assertThat(judge(found -> found.labelled = MINIMUM).code()).isNull();
        assertThat(judge(found -> found.constant = "7")).satisfies(lacking("constant-target", "[7]", "[100] rows"));
        assertThat(judge(found -> found.beyond = 1)).satisfies(lacking("time-outlier", "[1] rows"));
        assertThat(judge(found -> found.reject = FEATURE)).satisfies(lacking("value-unfit", "[price] holds [cheap]"));
    }

    @Test
    void strictlyAFeatureSpoilsItsKeyToo() {
        assertThat(judge("time: t\nquality: strict\n", DAYS, found -> found.reject = FEATURE))
                .satisfies(refused("text-in-number", "[price]"));
    }

    @Test
    void theWorstIsSaidFirst() {
        Change everything = found -> {
            found.keyMissing = true;
            found.timeMissing = 1;
            found.reject = VITAL;
            found.duplicate = 1L;
            found.infinite = "price";
            found.labelled = 0;
            found.constant = "1";
            found.beyond = 1;
        };
        assertThat(judge(everything).code()).isEqualTo("key-missing");
        assertThat(judge(found -> {
            everything.on(found);
            found.keyMissing = false;
        }).code()).isEqualTo("time-missing");
        assertThat(judge(found -> {
            everything.on(found);
            found.keyMissing = false;
            found.timeMissing = 0;
        }).code()).isEqualTo("text-in-number");
        assertThat(judge(found -> {
            found.duplicate = 1L;
            found.infinite = "price";
            found.labelled = 0;
        }).code()).isEqualTo("duplicate-time");
        assertThat(judge(found -> {
            found.infinite = "price";
            found.labelled = 0;
        }).code()).isEqualTo("infinite-value");
        assertThat(judge(found -> {
            found.labelled = 3;
            found.constant = "1";
            found.beyond = 1;
            found.reject = FEATURE;
        }).code()).isEqualTo("too-few-rows");
    }

    @ParameterizedTest
    @CsvSource({"2024-10-27T02:00, true", "2024-10-27T03:59, true", "2024-10-27T04:00, false",
            "2024-10-26T02:00, false", "2024-02-04T02:00, false", "2024-03-03T02:00, true"})
    void anHourThatComesTwiceOnASundaysNightMayBeTheClocks(LocalDateTime time, boolean clocks) {
        long micros = time.toEpochSecond(ZoneOffset.UTC) * 1_000_000;

        String message = judge("time: t\n", HOURS, found -> found.duplicate = micros).message();

        assertThat(String.valueOf(message).contains("clocks were set back")).isEqualTo(clocks);
    }

    @Test
    void whereAZoneIsNamedNoneHasToBe() {
        String message = judge("time: {column: t, zone: Europe/Berlin}\n", HOURS, found -> found.duplicate = 0L)
                .message();

        assertThat(message).contains("clocks were set back", "offset").doesNotContain("name time.zone");
    }
}
