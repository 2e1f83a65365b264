package io.manymodels.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a key's static and known columns held last: in its last row with a target that has a value. A key's own model knows
 * them itself; a model that many keys share is told them for every row that does not have them, in batch from the
 * partition, in realtime from the catalogue, where ingestion left the same values. Immutable.
 */
public final class LastValues {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<HashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final Substitutes substitutes;

    private LastValues(Substitutes substitutes) {
        this.substitutes = substitutes;
    }

    /** From the partition. */
    public static LastValues of(PartitionRows rows) {
        List<Substitutes.Substitute> last = new ArrayList<>();
        for (int column = 0; column < rows.schema().size(); column++) {
            int row = isCarried(rows.schema().column(column)) ? last(rows, column) : -1;
            if (row >= 0) {
                last.add(substitute(rows, column, row));
            }
        }
        return new LastValues(new Substitutes(last));
    }

    private static int last(PartitionRows rows, int column) {
        int target = rows.schema().target();
        for (int row = rows.size() - 1; row >= 0; row--) {
            if (!rows.isMissing(column, row) && (target < 0 || !rows.isMissing(target, row))) {
                return row;
            }
        }
        return -1;
    }

    /** From the catalogue: a JSON object, column to value; columns that the schema does not have are passed over. */
    public static LastValues fromJson(RowSchema schema, String key, String json) {
        Map<String, Object> values = JSON.readValue(json, OBJECT);
        values.keySet().removeIf(name -> schema.indexOf(name) < 0 || !isCarried(schema.column(schema.indexOf(name))));
        PartitionRows row = PartitionRows.of(schema, null, key, List.of(values));
        List<Substitutes.Substitute> last = new ArrayList<>();
        for (int column = 0; column < schema.size(); column++) {
            if (!row.isMissing(column, 0)) {
                last.add(substitute(row, column, 0));
            }
        }
        return new LastValues(new Substitutes(last));
    }

    private static boolean isCarried(Column column) {
        return !column.leak() && (column.role() == ColumnRole.KNOWN || column.role() == ColumnRole.STATIC);
    }

    private static Substitutes.Substitute substitute(PartitionRows rows, int column, int row) {
        boolean text = rows.schema().column(column).type().isText();
        return new Substitutes.Substitute(column, text ? Double.NaN : rows.numbers(column)[row],
                text ? rows.texts(column)[row] : null, rows.schema().column(column).role() == ColumnRole.KNOWN);
    }

    /**
     * The rows with what is missing in static and known columns put in.
     *
     * @param rows of the same schema
     * @param carried one a row; set where a known column was missing and its last value was taken
     */
    public PartitionRows complete(PartitionRows rows, boolean[] carried) {
        return substitutes.complete(rows, carried);
    }
}
