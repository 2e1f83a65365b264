package io.manymodels.cli.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Daily sales of many items in many stores: level, trend, week and year, price with its elasticity, promotions, noise. Each
 * key depends on the seed and its own number alone, so the first keys of a large file are those of a small one with as many
 * rows a key.
 */
public final class DemoData {

    private static final LocalDate LAST_DAY = LocalDate.of(2026, 6, 30);
    private static final int BUFFER = 1 << 16;

    private final int keys;
    private final long rows;
    private final long seed;
    private final int items;

    /**
     * @param keys combinations of store and item
     * @param rows rows in all; the first keys get one more when it does not divide
     */
    public DemoData(int keys, long rows, long seed) {
        this.keys = keys;
        this.rows = rows;
        this.seed = seed;
        this.items = Math.max(1, (int) Math.ceil(Math.sqrt(keys)));
    }

    /** Writes CSV with the columns store, item, date, sales, price and promotion. */
    public void writeCsv(OutputStream out) throws IOException {
        out.write("store,item,date,sales,price,promotion\n".getBytes(StandardCharsets.US_ASCII));
        var lines = new StringBuilder(BUFFER + 100);
        for (int key = 0; key < keys; key++) {
            writeKey(key, rows / keys + (key < rows % keys ? 1 : 0), lines, out);
        }
        flush(lines, out);
    }

    private void writeKey(int key, long days, StringBuilder lines, OutputStream out) throws IOException {
        var random = new SplitMix(seed * 0x9E3779B97F4A7C15L + key * 0xD1B54A32D192ED03L);
        String prefix = (key / items + 1) + "," + (key % items + 1) + ",";
        double level = Math.exp(2.5 + 1.2 * random.gaussian());
        double trend = 0.1 * random.gaussian() / 365;
        double yearly = 0.1 + 0.2 * random.uniform();
        double peak = 2 * Math.PI * random.uniform();
        double elasticity = -0.5 - 2 * random.uniform();
        double lift = 0.2 + 0.5 * random.uniform();
        double usualPrice = Math.round(100 + 900 * random.uniform());
        double weekend = 0.1 + 0.4 * random.uniform();
        LocalDate first = LAST_DAY.minusDays(days - 1);
        double priceFactor = 1;
        int promotionLeft = 0;
        for (long day = 0; day < days; day++) {
            LocalDate date = first.plusDays(day);
            if (promotionLeft == 0 && random.uniform() < 0.03) {
                promotionLeft = 7;
            }
            boolean promotion = promotionLeft > 0;
            promotionLeft = Math.max(0, promotionLeft - 1);
            if (day % 28 == 0) {
                priceFactor = 1 + 0.1 * random.gaussian();
            }
            double price = Math.max(1, Math.round(usualPrice * Math.max(0.5, priceFactor) * (promotion ? 0.8 : 1)))
                    / 100.0;
            double logMean = Math.log(level) + trend * day
                    + yearly * Math.sin(2 * Math.PI * date.getDayOfYear() / 365.25 + peak)
                    + (date.getDayOfWeek().getValue() >= 6 ? weekend : 0)
                    + elasticity * Math.log(price * 100 / usualPrice)
                    + (promotion ? lift : 0) + 0.15 * random.gaussian();
            lines.append(prefix).append(date).append(',').append(Math.round(Math.exp(logMean))).append(',');
            appendPrice(lines, price);
            lines.append(',').append(promotion ? '1' : '0').append('\n');
            if (lines.length() >= BUFFER) {
                flush(lines, out);
            }
        }
    }

    private static void appendPrice(StringBuilder lines, double price) {
        long cents = Math.round(price * 100);
        lines.append(cents / 100).append('.').append((char) ('0' + cents / 10 % 10)).append((char) ('0' + cents % 10));
    }

    private static void flush(StringBuilder lines, OutputStream out) throws IOException {
        out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
        lines.setLength(0);
    }
}
