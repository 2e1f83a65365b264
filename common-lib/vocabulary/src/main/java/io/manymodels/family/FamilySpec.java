package io.manymodels.family;

import io.manymodels.problem.ManyModelsException.Detail;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a user declares about a family: where its rows come from, what makes a key, what is predicted and how it is
 * judged. Defaults are filled in. The reference of every field is docs/reference/family-spec.md.
 *
 * @param transform one SELECT over {@code source} and the side tables; null takes the source as it is
 * @param time null for tabular tasks without time
 * @param holidays of which country it is known which days are public holidays: {@code DE}, or with a region {@code DE-BY}; null
 *     for none
 * @param ingestion what a delivery must be like
 * @param forecast null unless the task is a forecast
 * @param group key columns whose equal values make keys lend each other strength; empty for the whole family
 * @param reconcile groups of keys whose forecasts are published too, and agree with the keys'; null for none
 */
public record FamilySpec(String family, String description, Source source, @Nullable String transform, List<String> key,
        @Nullable Time time, @Nullable String holidays, String target, Task task, Columns columns, Ingestion ingestion,
        @Nullable Forecast forecast,
        Training training, List<String> group, @Nullable Reconcile reconcile, Promotion promotion, Scoring scoring,
        Reporting reporting,
        @Nullable Schedule schedule) {

    public FamilySpec {
        key = List.copyOf(key);
        group = List.copyOf(group);
    }

    /** Where the rows come from. Side tables are files in every kind of source. */
    public sealed interface Source {
        /** Name in the transform's SQL to path, glob or {@code s3://} location. */
        Map<String, String> tables();

        /** A path or glob below the landing folder, or {@code s3://bucket/prefix}. */
        record Files(String files, Map<String, String> tables) implements Source {
            public Files {
                tables = Map.copyOf(tables);
            }
        }

        /**
         * A query on a connection that the deployment's configuration names.
         *
         * @param queries further queries on the same connection, as side tables by name
         */
        record Jdbc(String connection, String query, Map<String, String> queries,
                Map<String, String> tables) implements Source {
            public Jdbc {
                queries = Map.copyOf(queries);
                tables = Map.copyOf(tables);
            }
        }
    }

    /**
     * The time column.
     *
     * @param unit what one step of an integer column means; null for dates, timestamps and integers off the calendar
     * @param epoch the date of the integer 0; null off the calendar
     * @param frequency how often rows come; null is inferred
     * @param zone of timestamps without an offset; null is UTC
     * @param calendar which times rows can have; null is inferred
     */
    public record Time(String column, @Nullable TimeStep unit, @Nullable LocalDate epoch,
            @Nullable TimeStep frequency, @Nullable ZoneId zone, @Nullable Calendar calendar) {}

    /**
     * Declared roles of columns; what is in no list is inferred.
     *
     * @param id columns that tell which row a prediction is for: passed through, never a feature
     * @param types how the values of a column of the source are read, by its name; others are inferred
     */
    public record Columns(List<String> known, List<String> observed, List<String> statics, List<String> ignored,
            List<String> id, Map<String, DeclaredType> types) {
        public Columns {
            known = List.copyOf(known);
            observed = List.copyOf(observed);
            statics = List.copyOf(statics);
            ignored = List.copyOf(ignored);
            id = List.copyOf(id);
            types = Map.copyOf(types);
        }
    }

    /** What becomes of a key with a value that is not of its column's type. */
    public enum Quality {
        /** In a feature the value is missing, with a warning; in key, time or target the key fails. */
        TOLERANT,
        /** The key fails whatever the column. */
        STRICT
    }

    /**
     * What a night's delivery must be like, compared with the one that the current release was made from.
     *
     * @param vanishedKeys share of its keys that may be missing, 0 to 1; null for any
     * @param rows share of its rows that may be missing, 0 to 1; null for any
     * @param retention how long a key that is no longer delivered keeps its place in the releases
     * @param fullRefresh whether every ingestion reads all files, also those that an earlier one read and that did not change
     */
    public record Ingestion(Quality quality, @Nullable Double vanishedKeys, @Nullable Double rows,
            Duration retention, boolean fullRefresh) {

        public static final Duration USUAL_RETENTION = Duration.ofDays(30);
    }

    /** From where the steps of a horizon count. */
    public enum Origin {
        /** From the last time of all keys: the same steps for each. */
        FAMILY_END,
        /** From the key's own last target. */
        OWN_END
    }

    /**
     * How far ahead, in steps from the origin.
     *
     * @param gap steps after the origin that are not forecast, from 0
     * @param horizon steps that are forecast after the gap, from 1
     */
    public record Forecast(int gap, int horizon, Origin from) {}

    /** Which functional of the predicted distribution the point is. */
    public enum Point {
        /** The one that the family's metric rewards. */
        AUTO, MEDIAN, MEAN
    }

    /**
     * How far back training looks.
     *
     * @param unit null counts steps of the time column
     */
    public record History(int amount, @Nullable TimeStep unit) {}

    /**
     * How long the contests of a training may take, added up over all workers.
     *
     * @param perThousandKeys whether so much for each thousand of the snapshot's keys; else for all of them
     */
    public record Budget(Duration time, boolean perThousandKeys) {

        /** What {@code auto} has where the spec says nothing: so much for a thousand keys, but for ten thousand at least. */
        private static final double USUAL_OF_A_THOUSAND = 100;
        private static final double USUAL_AT_LEAST = 10 * USUAL_OF_A_THOUSAND;

        /** In seconds, for so many keys. */
        double seconds(int keys) {
            double seconds = time.toMillis() / 1000.0;
            return perThousandKeys ? seconds * keys / 1000 : seconds;
        }

        private static double usual(int keys) {
            return Math.max(USUAL_AT_LEAST, USUAL_OF_A_THOUSAND * keys / 1000);
        }
    }

    /**
     * @param algorithms empty is {@code auto}: those that training proposes for the task
     * @param windows backtest windows by which the algorithm of a key is chosen, from 1
     * @param history null is all of it
     * @param minimumRows labelled rows that a key needs for a model of its own
     * @param timeout for one key
     * @param selectionEvery trainings, and days, after which a contest chooses a key's algorithm anew; 1: in each
     * @param budget null is the usual one where training proposes the algorithms, and no bound where the spec names them
     */
    public record Training(List<AlgorithmChoice> algorithms, Metric metric, Point point, int windows,
            @Nullable History history, int minimumRows, ErrorBudget errorBudget, Duration timeout,
            int selectionEvery, @Nullable Budget budget) {
        public Training {
            algorithms = List.copyOf(algorithms);
        }

        /** Seconds that the contests of so many keys may take, added up over all workers; infinite for no bound. */
        public double budgetSeconds(int keys) {
            if (budget != null) {
                return budget.seconds(keys);
            }
            return algorithms.isEmpty() ? Budget.usual(keys) : Double.POSITIVE_INFINITY;
        }
    }

    /**
     * Nested groups of keys, all keys first.
     *
     * @param by key columns or static ones, from coarse to fine: {@code [region, store]} makes regions, and stores within them
     */
    public record Reconcile(List<String> by, Method method) {
        /** What makes the forecasts of groups and of keys agree. */
        public enum Method {
            /** A group's forecast is the sum of its keys'. */
            BOTTOM_UP,
            /** Groups are forecast too, and keys moved so that all agree at the least error variance. */
            MINT
        }

        public Reconcile {
            by = List.copyOf(by);
        }
    }

    /** Whether a release needs a person. */
    public enum Approval {
        AUTOMATIC, MANUAL
    }

    /** All rules must hold for a key. */
    public record Promotion(Approval approval, List<Rule> rules) {
        public Promotion {
            rules = List.copyOf(rules);
        }
    }

    /** Which rows batch scoring predicts. */
    public enum Rows {
        /** The steps of the forecast's horizon. */
        HORIZON,
        /** The rows whose target is empty. */
        UNLABELLED, ALL
    }

    /**
     * @param intervals coverages of the prediction intervals in percent, ascending, each within 1 to 99
     * @param explanations whether each prediction says what it is made of
     */
    public record Scoring(Rows rows, List<Integer> intervals, boolean explanations) {
        public Scoring {
            intervals = List.copyOf(intervals);
        }
    }

    /**
     * What readers of SQL find beside the predictions.
     *
     * @param actuals how many of a key's latest rows with a target, from 0
     */
    public record Reporting(int actuals) {}

    /** @param cron five fields: minute, hour, day of the month, month, day of the week */
    public record Schedule(String cron, ZoneId zone) {}

    /** The canonical JSON: every field that is set, defaults included, in the order of the reference. */
    public ObjectNode toJson() {
        return SpecJson.write(this);
    }

    /**
     * SHA-256 (hex) of exactly what in the spec decides a model: two specs with the same hash train the same models from
     * the same partitions. Descriptions, source, promotion, scoring and schedule do not enter.
     */
    public String modelHash() {
        return SpecJson.modelHash(this);
    }

    /**
     * Reads a spec in YAML or JSON that was accepted once, and fills in the defaults; never throws for what a user may write.
     * Algorithms are not checked: training may have lost one since.
     */
    public static Reading read(String text) {
        return SpecReader.read(text, null);
    }

    /**
     * Reads a spec that somebody hands in, and checks all of it.
     *
     * @param known algorithms that training has; empty where that is not known
     */
    public static Reading read(String text, Collection<KnownAlgorithm> known) {
        return SpecReader.read(text, known);
    }

    /** What reading gave: a spec, or everything that is wrong with it. */
    public sealed interface Reading {

        /** The spec. Throws INVALID {@code family-spec-invalid} naming every problem, or MALFORMED {@code family-spec-unreadable}. */
        FamilySpec orThrow();

        record Valid(FamilySpec spec) implements Reading {
            @Override
            public FamilySpec orThrow() {
                return spec;
            }
        }

        /**
         * @param problems where (for example {@code promotion.rules[0].metric}), the value in brackets, and advice
         * @param draft what could be read of it, with defaults for the rest, to look at and never to store; null where the
         *        text is no map of fields
         */
        record Invalid(List<Detail> problems, @Nullable FamilySpec draft) implements Reading {
            public Invalid {
                problems = List.copyOf(problems);
            }

            @Override
            public FamilySpec orThrow() {
                throw SpecProblems.exception(problems);
            }
        }
    }
}
