package io.manymodels.work.cost;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What things cost. All prices are 0 until somebody sets them: nobody else knows them.
 *
 * @param currency in which the prices are, as people write it
 * @param cpuHour an hour of one processor
 * @param gbMonth 10^9 bytes in object storage for a month
 * @param gbWritten writing 10^9 bytes to object storage
 */
@ConfigurationProperties(prefix = "manymodels.cost", ignoreUnknownFields = false)
public record CostProperties(@DefaultValue("EUR") String currency, @DefaultValue("0") double cpuHour,
        @DefaultValue("0") double gbMonth, @DefaultValue("0") double gbWritten) {

    private static final double SECONDS = 3600;
    private static final double GB = 1e9;

    public CostProperties {
        notNegative("cpu-hour", cpuHour);
        notNegative("gb-month", gbMonth);
        notNegative("gb-written", gbWritten);
        if (currency.isBlank() || currency.length() > 8) {
            throw new IllegalArgumentException(
                    "manymodels.cost.currency [%s] is not usable. Maybe EUR".formatted(currency));
        }
    }

    private static void notNegative(String name, double price) {
        if (!(price >= 0 && price < Double.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "manymodels.cost.%s [%s] is no price. Maybe 0.04".formatted(name, price));
        }
    }

    /** What the work cost once: processor and writing. */
    public double of(Usage usage) {
        return usage.cpuSeconds() / SECONDS * cpuHour + usage.bytesWritten() / GB * gbWritten;
    }

    /** What it costs to keep what was written for a month. */
    public double aMonth(Usage usage) {
        return usage.bytesWritten() / GB * gbMonth;
    }
}
