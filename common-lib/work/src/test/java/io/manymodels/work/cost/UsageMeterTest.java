package io.manymodels.work.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.work.cost.UsageMeter.Measurement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageMeterTest {

    private static final long SECOND = 1_000_000_000L;

    private long now;
    private long cpu;
    private long read;
    private long written;
    private final UsageMeter meter = new UsageMeter(() -> now, () -> cpu, () -> read, () -> written);

    private void pass(long seconds, long cpuSeconds) {
        now += seconds * SECOND;
        cpu += cpuSeconds * SECOND;
    }

    @Test
    void aTaskThatIsAloneBearsEverything() {
        pass(100, 50);
        Measurement task = meter.begin();
        pass(10, 15);
        read += 7;
        written += 3;

        assertThat(task.end()).isEqualTo(new Usage(1, 10, 15, 7, 3));
    }

    @Test
    void tasksAtATimeBearEqualPartsAndNothingIsLostOrCountedTwice() {
        Measurement first = meter.begin();
        pass(4, 4);
        Measurement second = meter.begin();
        pass(10, 20);
        Usage ofTheFirst = first.end();
        pass(2, 1);
        Usage ofTheSecond = second.end();
        pass(60, 30);
        Usage later = meter.begin().end();

        assertThat(ofTheFirst.cpuSeconds()).isCloseTo(4 + 10, within(1e-9));
        assertThat(ofTheSecond.cpuSeconds()).isCloseTo(10 + 1, within(1e-9));
        assertThat(ofTheFirst.seconds()).isEqualTo(14);
        assertThat(ofTheSecond.seconds()).isEqualTo(12);
        assertThat(later.cpuSeconds()).as("what the process used while it had no task").isZero();
    }

    @Test
    void pricesMakeItMoney() {
        Usage used = new Usage(3, 100, 1800, 5, 2_000_000_000L);
        CostProperties prices = new CostProperties("EUR", 0.04, 0.02, 0.001);

        assertThat(prices.of(used)).isCloseTo(0.02 + 0.002, within(1e-12));
        assertThat(prices.aMonth(used)).isCloseTo(0.04, within(1e-12));
        assertThat(new CostProperties("EUR", 0, 0, 0).of(used)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"EUR, -1, cpu-hour [-1.0]", "EUR, NaN, cpu-hour [NaN]", "'', 1, currency []"})
    void aPriceListThatIsNoneIsRefused(String currency, double cpuHour, String named) {
        assertThatThrownBy(() -> new CostProperties(currency, cpuHour, 0, 0))
                .hasMessageContaining("manymodels.cost." + named).hasMessageContaining("Maybe");
    }
}
