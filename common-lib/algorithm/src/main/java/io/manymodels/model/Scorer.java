package io.manymodels.model;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import java.util.List;

/**
 * What gives rows their scores. It is data: whatever an algorithm did to find it, serving needs to know these forms alone.
 * Immutable; arrays are not copied.
 */
public sealed interface Scorer {

    /** Scores of one row: 1, or one a label. */
    int outputs();

    /** A scorer that stands alone or is a member of a blend. */
    sealed interface Single extends Scorer {}

    /**
     * A kernel on the features of a row.
     *
     * @param history what the recipe's lags need
     */
    record Rows(FeatureRecipe recipe, History history, Kernel kernel) implements Single {
        @Override
        public int outputs() {
            return kernel.outputs();
        }
    }

    /**
     * A forecast as a table: for a fixed origin and horizon any univariate forecaster is one. A row's <em>lead</em> is the
     * number of steps from the model's origin to it.
     *
     * @param first the lead of the first value, at least 1
     * @param values a score a lead: {@code first}, {@code first + 1}, ..
     * @param spreads what the residuals' quantiles are multiplied by at each lead (a standard deviation for quantiles of
     *     standardised residuals); empty for 1 everywhere. The last one holds beyond the table
     * @param tail how it goes on beyond the table
     */
    record Steps(int first, double[] values, double[] spreads, Tail tail) implements Single {

        public Steps {
            if (first < 1 || values.length == 0 || (spreads.length != 0 && spreads.length != values.length)
                    || tail.season() > values.length) {
                throw new IllegalArgumentException(
                        "steps from [%d] on, [%d] values, [%d] spreads, season [%d] do not fit".formatted(first,
                                values.length, spreads.length, tail.season()));
            }
        }

        @Override
        public int outputs() {
            return 1;
        }

        /** The score at any lead; before the table the season is repeated backwards. */
        public double value(long lead) {
            long place = lead - first;
            int last = values.length - 1;
            if (place < 0) {
                return values[(int) Math.floorMod(place, (long) tail.season())];
            }
            return place <= last ? values[(int) place] : tail.after(values, place - last);
        }

        /** The spread at any lead. */
        public double spread(long lead) {
            return spreads.length == 0 ? 1 : spreads[(int) Math.clamp(lead - first, 0, spreads.length - 1)];
        }
    }

    /**
     * How a table goes on: with the value a whole number of seasons before, plus the trend since. A season of 1 without a
     * slope holds the last value.
     *
     * @param season steps, from 1 to the length of the table
     * @param slope what the step after the table adds, over {@code damping}
     * @param damping each step adds so much times what the step before it did; over 0, at most 1
     */
    record Tail(int season, double slope, double damping) {

        /** The last value for ever. */
        public static final Tail HOLD = new Tail(1, 0, 1);

        public Tail {
            if (season < 1 || !(damping > 0 && damping <= 1) || !Double.isFinite(slope)) {
                throw new IllegalArgumentException("a season of [%d] steps, slope [%s] and damping [%s] do not go on"
                        .formatted(season, slope, damping));
            }
        }

        /** The last season for ever. */
        public static Tail repeat(int season) {
            return new Tail(season, 0, 1);
        }

        /** A line from the last value, or with a damping below 1 a curve that levels out. */
        public static Tail trend(double slope, double damping) {
            return new Tail(1, slope, damping);
        }

        private double after(double[] values, long steps) {
            int place = values.length - season + (int) Math.floorMod(steps - 1, (long) season);
            if (slope == 0) {
                return values[place];
            }
            double since = steps + values.length - 1.0 - place;
            double sum = damping == 1
                    ? since
                    : Math.pow(damping, steps - since + 1.0) * (1 - Math.pow(damping, since)) / (1 - damping);
            return values[place] + slope * sum;
        }
    }

    /**
     * Several scorers as one, each with its own features and scale.
     *
     * @param scale on which the members are summed
     */
    record Blend(Scale scale, List<Member> members) implements Scorer {

        /** Where values are summed. */
        public enum Scale {
            /** Values as predicted; of a classification the probabilities. */
            ORIGINAL(0),
            /** Values as the body's transform has them; of a classification the log-odds or the logits. */
            TRANSFORMED(1);

            private final int code;

            Scale(int code) {
                this.code = code;
            }

            /** What an artefact calls it. */
            int code() {
                return code;
            }
        }

        /**
         * @param weight times which it enters; weights need not sum to 1
         * @param link from its scores to its values; of no meaning for a classification
         */
        public record Member(double weight, Link link, Single scorer) {}

        public Blend {
            members = List.copyOf(members);
            if (members.isEmpty()) {
                throw new IllegalArgumentException("a blend of nothing");
            }
            for (Member member : members) {
                if (member.scorer().outputs() != members.getFirst().scorer().outputs()) {
                    throw new IllegalArgumentException("members of a blend with [%d] and [%d] outputs".formatted(
                            members.getFirst().scorer().outputs(), member.scorer().outputs()));
                }
            }
        }

        @Override
        public int outputs() {
            return members.getFirst().scorer().outputs();
        }
    }
}
