package io.manymodels.scoring.prediction;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.sql.SqlIdentifier;
import io.manymodels.sql.ViewColumn;
import org.jspecify.annotations.Nullable;

/**
 * One column that readers of predictions see.
 *
 * @param name in the tables of runs, where a column of the family gives way to ours
 * @param shown in views, files and answers, where it keeps its name and ours give way
 * @param kind its type in the table and in Parquet
 * @param comment what it holds, as SQL readers are told
 */
public record PredictionColumn(String name, String shown, ColumnKind kind, Role role, String comment) {

    @JsonCreator
    public PredictionColumn(String name, @JsonAlias("source") @Nullable String shown, ColumnKind kind, Role role,
            String comment) {
        this.name = name;
        // Schemas that older builds stored do not have it, or call it source.
        this.shown = shown == null ? name : shown;
        this.kind = kind;
        this.role = role;
        this.comment = comment;
    }

    public PredictionColumn(String name, ColumnKind kind, Role role, String comment) {
        this(name, name, kind, role, comment);
    }

    PredictionColumn storedAs(String other) {
        return new PredictionColumn(other, shown, kind, role, comment);
    }

    PredictionColumn shownAs(String other) {
        return new PredictionColumn(name, other, kind, role, comment);
    }

    /** As a column of a view on a table that has it. */
    ViewColumn viewed() {
        return new ViewColumn(shown, SqlIdentifier.quote(name), kind.sqlType(), comment);
    }

    /** As a column of a view on keys, of which this is one. */
    ViewColumn ofKey(String json) {
        return new ViewColumn(shown, kind.ofJson(json, shown), kind.sqlType(), comment);
    }

    /** Where the values of a column come from. */
    public enum Role {
        /** A column of the family's key. */
        KEY,
        /** The family's time column. */
        TIME,
        /** What identifies a row: a column that the spec names, or the row's number in the source. */
        ID,
        /** What a model answered. */
        ANSWER,
        /** Which model answered: the same for all rows of a key. */
        MODEL,
        /** The same for all rows of a run: in the Parquet file and the view, not in a table. */
        CONSTANT
    }
}
