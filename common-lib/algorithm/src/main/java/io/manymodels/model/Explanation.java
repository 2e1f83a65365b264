package io.manymodels.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a model says of a row what it says: what each column adds on the scale of the model, from a base on. Of numbers the scale
 * is that of the transformed target: the inverse of the score is the prediction, but that one of a target that is never negative
 * is 0 at least. Of labels it is the log-odds or the logit of one label.
 *
 * @param label whose score it is; null unless a classification
 * @param base the score before any column: of linear models at the columns' means in training, of trees the mean over the
 *     training rows, of forecasts from the past alone the level at their end
 * @param contributions by column; what is no column stands in brackets
 */
public record Explanation(Scale scale, @Nullable String label, double base, Map<String, Double> contributions) {

    /** Of a model: waves of the year, holidays, waves of a season, and a line; of a table of forecasts too. */
    static final String YEAR = "(year)";
    static final String HOLIDAY = "(holiday)";
    public static final String SEASON = "(season)";
    public static final String TREND = "(trend)";
    static final String PAST = "(past)";
    /** Of what the family corrects: what its own model says of the row, and numbers of the key. */
    static final String OWN_MODEL = "(own model)";
    static final String KEY = "(key)";
    /** Of the way from a score to a value: how far the key has lately been off, from the centre of the distribution to the wanted point, and holding within bounds. */
    static final String LEVEL = "(level)";
    static final String POINT = "(point)";
    static final String BOUNDS = "(bounds)";

    /** On which it adds up. */
    public enum Scale {
        IDENTITY("identity"), LOG("log"), LOG1P("log1p"),
        /** Of the second of two labels. */
        LOG_ODDS("log-odds"),
        /** Of one of many labels. */
        LOGIT("logit");

        private final String wire;

        Scale(String wire) {
            this.wire = wire;
        }

        static Scale of(TargetTransform transform) {
            return switch (transform) {
                case IDENTITY -> IDENTITY;
                case LOG -> LOG;
                case LOG1P -> LOG1P;
            };
        }

        /** The name in JSON. */
        public String wire() {
            return wire;
        }
    }

    public Explanation {
        contributions = Collections.unmodifiableMap(new LinkedHashMap<>(contributions));
    }

    /** Base and contributions together. */
    public double score() {
        return base + contributions.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** As JSON has it: {@code scale}, {@code label} of a classification, {@code base}, {@code contributions}, {@code score}. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scale", scale.wire());
        if (label != null) {
            map.put("label", label);
        }
        map.put("base", base);
        map.put("contributions", contributions);
        map.put("score", score());
        return map;
    }
}
