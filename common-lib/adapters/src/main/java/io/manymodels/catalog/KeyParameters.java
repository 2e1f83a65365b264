package io.manymodels.catalog;

import io.manymodels.key.PartitionKey;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The key that the parameters of a request name, one a key column: {@code ?store=2&brand=1}. */
public final class KeyParameters {

    private KeyParameters() {}

    /**
     * @param schema of the snapshot whose keys are meant: it says of what type each column is
     * @param columns the key columns, in the spec's order
     * @param parameters by name; nothing else may be among them
     * @throws ManyModelsException MALFORMED {@code key-missing}, {@code key-malformed} or {@code parameter-unknown}
     */
    public static PartitionKey read(RowSchema schema, List<String> columns, Map<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!columns.contains(name)) {
                throw ManyModelsException.malformed("parameter-unknown",
                        "Parameter [%s] is no key column. Maybe one of %s".formatted(name, columns));
            }
        }
        List<Object> values = new ArrayList<>(columns.size());
        for (String name : columns) {
            String text = parameters.get(name);
            if (text == null) {
                throw ManyModelsException.malformed("key-missing",
                        "Key column [%s] is missing. Maybe name all of %s".formatted(name, columns));
            }
            int place = schema.indexOf(name);
            values.add(place < 0 ? text : value(schema.column(place), text));
        }
        return new PartitionKey(columns, values);
    }

    private static Object value(Column column, String text) {
        try {
            return switch (column.type()) {
                case INTEGER -> (Object) Long.valueOf(text.strip());
                case DOUBLE -> PartitionRows.number(column, text);
                case BOOLEAN -> PartitionRows.number(column, text) != 0;
                case TEXT, DATE, TIMESTAMP -> text;
            };
        } catch (NumberFormatException | ManyModelsException e) {
            throw new ManyModelsException(ManyModelsException.Kind.MALFORMED, "key-malformed",
                    "Value [%s] of key column [%s] is not of type [%s]. Maybe write it as the family's data has it"
                            .formatted(text, column.name(), column.type().wire()),
                    e);
        }
    }
}
