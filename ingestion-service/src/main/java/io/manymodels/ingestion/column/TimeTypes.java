package io.manymodels.ingestion.column;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.DeclaredType.Kind;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxRow;
import io.manymodels.ingestion.source.TextReading;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the words of {@code columns.types} that read the times of a column which are none as they come. */
final class TimeTypes {

    /** What ISO dates and timestamps are. */
    static final String DATE = "date";
    static final String TIMESTAMP = "timestamp";

    private static final int MOST_NAMED = 2;
    /** Years of two digits first: four of them are no such year, but two are taken for one of four. */
    private static final List<String> DATES = List.of("%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%b-%y", "%b-%y",
            "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y.%m.%d", "%d %b %Y", "%d-%b-%Y",
            "%d/%b/%Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%d-%B-%Y", "%B %d, %Y", "%B %d %Y", "%a, %d %b %Y",
            "%a %b %d %Y",
            "%Y-%m", "%m.%Y", "%m/%Y", "%b %Y", "%b-%Y", "%B %Y", "%d%m%Y", "%m%d%Y", "%m%Y",
            "%y%m%d");
    private static final List<String> TIMES = List.of("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p");

    private TimeTypes() {}

    /** The first ones that fit all values of the beginning. */
    static List<String> fitting(Sandbox sandbox, String relation, String column) {
        List<String> names = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        String text = "trim(CAST(%s AS VARCHAR))".formatted(identifier(column));
        add(names, counts, DATE,
                "CASE WHEN regexp_full_match(%s, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}') THEN %s END".formatted(
                        text, new TextReading(Kind.DATE, null, null).value(text)));
        add(names, counts, TIMESTAMP, new TextReading(Kind.TIMESTAMP, null, null).value(text));
        for (String date : DATES) {
            String shape = "regexp_matches(%s, '%s')".formatted(text, shape(date));
            add(names, counts, "date(%s)".formatted(date), "CASE WHEN %s THEN %s END".formatted(shape,
                    new TextReading(Kind.DATE, date, null).value(text)));
            for (String time : TIMES) {
                String format = date + " " + time;
                add(names, counts, "timestamp(%s)".formatted(format), "CASE WHEN %s THEN %s END".formatted(shape,
                        new TextReading(Kind.TIMESTAMP, format, null).value(text)));
            }
        }
        // 012019 is a month, and no week of the year 120.
        add(names, counts, "iso-week", "CASE WHEN regexp_matches(%s, '^(19|20)') THEN %s END".formatted(text,
                new TextReading(Kind.ISO_WEEK, null, null).value(text)));
        add(names, counts, "quarter", new TextReading(Kind.QUARTER, null, null).value(text));
        String number = "TRY_CAST(%s AS DOUBLE)".formatted(text);
        add(names, counts, "excel-date",
                "CASE WHEN %s BETWEEN %d AND %d THEN 1 END".formatted(number, Relation.SPREADSHEET_1964,
                        Relation.SPREADSHEET_2078));
        add(names, counts, "epoch-seconds",
                "CASE WHEN %s BETWEEN %d AND %d THEN 1 END".formatted(number, CompactTimes.EPOCH_1990,
                        CompactTimes.EPOCH_2100));
        add(names, counts, "epoch-milliseconds",
                "CASE WHEN %s BETWEEN %d AND %d THEN 1 END".formatted(number, 1_000 * CompactTimes.EPOCH_1990,
                        1_000 * CompactTimes.EPOCH_2100));
        return sandbox.first("SELECT count(%s), %s FROM (SELECT * FROM %s LIMIT %d)".formatted(identifier(column),
                String.join(", ", counts), relation, Relation.SAMPLE_ROWS), row -> fitting(names, row))
                .orElse(List.of());
    }

    /** What a text of the format looks like, where the format alone would let too much pass. */
    private static String shape(String date) {
        return switch (date) {
            case "%d%m%Y", "%m%d%Y" -> "^[0-9]{8}([^0-9]|$)";
            case "%m%Y", "%y%m%d" -> "^[0-9]{6}([^0-9]|$)";
            default -> date.contains("%Y") ? "[0-9]{4}" : "";
        };
    }

    private static void add(List<String> names, List<String> counts, String name, String value) {
        names.add(name);
        counts.add("count(%s)".formatted(value));
    }

    private static List<String> fitting(List<String> names, SandboxRow row) {
        long values = row.integer(0);
        return values == 0
                ? List.of()
                : Stream.iterate(0, i -> i < names.size(), i -> i + 1).filter(i -> row.integer(i + 1) == values)
                        .map(names::get).limit(MOST_NAMED).collect(Collectors.toList());
    }
}
