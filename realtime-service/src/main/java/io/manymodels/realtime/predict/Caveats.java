package io.manymodels.realtime.predict;

import io.manymodels.family.FamilySpec;
import io.manymodels.features.FeatureTerm;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.Scorer;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.rows.LastValues;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.Substitutes;
import io.manymodels.rows.TimeAxis;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What makes a prediction weaker than it looks. It is given all the same: batch gives it too.
 *
 * @param missing features of the model that the row does not have, and that nothing stands in for
 * @param unknownCategories columns whose text the model never met, or too seldom to know
 * @param beyondHorizon whether the time lies later than what the family forecasts
 */
public record Caveats(List<String> missing, List<String> unknownCategories, boolean beyondHorizon) {

    /** Nothing to say. */
    public static final Caveats NONE = new Caveats(List.of(), List.of(), false);

    public Caveats {
        missing = List.copyOf(missing);
        unknownCategories = List.copyOf(unknownCategories);
    }

    public boolean isEmpty() {
        return missing.isEmpty() && unknownCategories.isEmpty() && !beyondHorizon;
    }

    /** Finds the caveats of the rows that one model answers. */
    static final class Finder {

        private final RowSchema schema;
        private final Set<Integer> used = new LinkedHashSet<>();
        private final TreeMap<Integer, Set<String>> categories = new TreeMap<>();
        private final @Nullable TimeAxis axis;
        private final long lastIndex;
        private final PartitionRows rows;

        /**
         * @param last what the model is told of the key; null for nothing
         * @param rows as the request has them
         */
        Finder(ServedFamily family, PartitionModel model, @Nullable LastValues last, PartitionRows rows) {
            this.schema = model.header().schema();
            this.rows = last == null ? rows : last.complete(rows, new boolean[rows.size()]);
            note(model.body().scorer());
            model.body().substitutes().list().forEach(this::excuse);
            Long end = family.lastTime();
            Long origin = model.body().origin();
            boolean own = origin != null && family.spec().forecast() != null
                    && family.spec().forecast().from() == FamilySpec.Origin.OWN_END;
            this.axis = model.header().horizon() == 0 ? null : own ? model.header().timeAxis() : family.timeAxis();
            Long from = own ? origin : axis == null || end == null ? null : Long.valueOf(axis.index(end));
            this.lastIndex = from == null ? Long.MAX_VALUE : from + model.header().gap() + model.header().horizon();
        }

        private void note(Scorer scorer) {
            switch (scorer) {
                case Scorer.Rows given -> given.recipe().terms().forEach(this::note);
                case Scorer.Steps _ -> {
                    // Knows the key's time alone.
                }
                case Scorer.Blend blend -> blend.members().forEach(member -> note(member.scorer()));
            }
        }

        private void note(FeatureTerm term) {
            if (term instanceof FeatureTerm.Value(int column, FeatureTerm.Scale _)) {
                used.add(column);
            } else if (term instanceof FeatureTerm.Category(int column, String value)) {
                used.add(column);
                categories.computeIfAbsent(column, _ -> new LinkedHashSet<>()).add(value);
            }
        }

        private void excuse(Substitutes.Substitute substitute) {
            used.remove(substitute.column());
            Set<String> known = categories.get(substitute.column());
            if (known != null && substitute.text() != null) {
                known.add(substitute.text());
            }
        }

        Caveats of(int row) {
            List<String> missing = new ArrayList<>(0);
            for (int column : used) {
                int own = rows.schema().indexOf(schema.column(column).name());
                if (own < 0 || rows.isMissing(own, row)) {
                    missing.add(schema.column(column).name());
                }
            }
            List<String> unknown = new ArrayList<>(0);
            categories.forEach((column, known) -> {
                int own = rows.schema().indexOf(schema.column(column).name());
                String text = own < 0 ? null : rows.text(own, row);
                // A column of two categories is one term: with a single text known, the other one may be any.
                if (text != null && known.size() > 1 && !known.contains(text)) {
                    unknown.add(schema.column(column).name());
                }
            });
            boolean beyond = axis != null && rows.hasTimes() && axis.index(rows.time(row)) > lastIndex;
            return missing.isEmpty() && unknown.isEmpty() && !beyond ? NONE : new Caveats(missing, unknown, beyond);
        }
    }
}
