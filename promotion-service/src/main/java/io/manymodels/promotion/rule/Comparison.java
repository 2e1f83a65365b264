package io.manymodels.promotion.rule;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A key's candidate and its champion, measured alike.
 *
 * @param basis   what they were measured on
 * @param rows    that both were measured on; 0 unless {@link Basis#SAME_ROWS}
 * @param figures by name of metric; without those that one of the two does not have
 */
public record Comparison(Basis basis, int rows, Map<String, Pair> figures) {

    /** What two models were measured on. */
    public enum Basis {
        /** Judged rows of the candidate that the champion, trained before them, had not seen either. */
        SAME_ROWS("same-rows"),
        /** The backtests of both trainings: the candidate was judged by no row that is new to the champion. */
        BACKTESTS("backtests"),
        /** Nothing: the champion's artefact cannot be read, so that it cannot answer either. */
        UNREADABLE("champion-unreadable");

        private final String wireName;

        Basis(String wireName) {
            this.wireName = wireName;
        }

        /** The name in tables and JSON. */
        public String wireName() {
            return wireName;
        }
    }

    /** Two figures of one metric. */
    public record Pair(double candidate, double champion) {}

    public Comparison {
        figures = Map.copyOf(figures);
    }

    /** By the figures that both have from their own trainings. */
    public static Comparison ofBacktests(Collection<String> metrics, Metrics candidate, Metrics champion) {
        var figures = new TreeMap<String, Pair>();
        for (var metric : metrics) {
            var measured = candidate.value(metric);
            var before = champion.value(metric);
            if (measured.isPresent() && before.isPresent()) {
                figures.put(metric, new Pair(measured.getAsDouble(), before.getAsDouble()));
            }
        }
        return new Comparison(Basis.BACKTESTS, 0, figures);
    }

    /** A champion that cannot be measured. */
    public static Comparison unreadable() {
        return new Comparison(Basis.UNREADABLE, 0, Map.of());
    }

    Optional<Pair> figure(String metric) {
        return Optional.ofNullable(figures.get(metric));
    }

    /** How messages tell what it rests on. */
    String described() {
        return switch (basis) {
            case SAME_ROWS -> " on the [%d] judged rows that neither had seen".formatted(rows);
            case BACKTESTS, UNREADABLE -> " in the backtests of both";
        };
    }
}
