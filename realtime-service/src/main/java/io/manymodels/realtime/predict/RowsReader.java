package io.manymodels.realtime.predict;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.rows.Column;
import io.manymodels.rows.RowSchema;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads {@code {"rows":[{column: value, ..}, ..]}} token by token into columns: what a body makes the service hold is
 * bounded by its rows and the family's columns, whatever else it brings.
 */
final class RowsReader {

    private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(64).maxNumberLength(400).maxNameLength(2_000).maxStringLength(1 << 20).build()).build();
    private static final int FIRST_ROWS = 16;

    /** Unknown columns that are named of one row: a body can have millions. */
    private static final int MOST_UNKNOWN = 3;

    private final RowSchema schema;
    private final int largest;
    private final String names;
    private final @Nullable Object[][] values;
    private final List<RowProblem> problems = new ArrayList<>();
    private int size;

    private RowsReader(RowSchema schema, int largest) {
        this.schema = schema;
        this.largest = largest;
        this.names = schema.columns().stream().map(Column::name).toList().toString();
        this.values = new Object[schema.size()][];
    }

    /**
     * Throws MALFORMED {@code bad-request} for what is no JSON, and {@code rows-missing}; INVALID {@code rows-too-many}. What
     * is wrong with single rows is among the problems of the result.
     */
    static RequestRows read(InputStream body, ServedFamily family, int largest) {
        RowsReader reader = new RowsReader(family.schema(), largest);
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            reader.request(json);
        } catch (JacksonException e) {
            throw new ManyModelsException(ManyModelsException.Kind.MALFORMED, "bad-request",
                    "The body is not readable%s: %s".formatted(e.getLocation() == null
                            ? ""
                            : " at line %d, column %d".formatted(e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr()),
                            e.getOriginalMessage()),
                    e);
        }
        return reader.rows();
    }

    private RequestRows rows() {
        if (size == 0) {
            throw missing();
        }
        Map<String, Cells> columns = new HashMap<>();
        for (int column = 0; column < values.length; column++) {
            if (values[column] != null) {
                columns.put(schema.column(column).name(), new Cells.Mixed(Arrays.copyOf(values[column], size)));
            }
        }
        return new RequestRows(size, columns, problems);
    }

    private static ManyModelsException missing() {
        return ManyModelsException.malformed("rows-missing",
                "The request has no rows. Maybe {\"rows\":[{\"store\":2,\"brand\":1,\"week\":161}]}");
    }

    private void request(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw missing();
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean rows = json.currentName().equals("rows");
            JsonToken value = json.nextToken();
            if (!rows) {
                json.skipChildren();
                continue;
            }
            if (value != JsonToken.START_ARRAY || size > 0) {
                throw missing();
            }
            for (JsonToken row = json.nextToken(); row != JsonToken.END_ARRAY; row = json.nextToken()) {
                row(json, row);
            }
        }
        if (json.nextToken() != null) {
            throw ManyModelsException.malformed("bad-request",
                    "The body goes on behind its JSON object. Maybe two requests were sent in one");
        }
    }

    private void row(JsonParser json, JsonToken start) {
        if (size == largest) {
            throw ManyModelsException.invalid("rows-too-many",
                    "The request has more than the [%d] rows allowed. Maybe split it, or score in batch"
                            .formatted(largest));
        }
        int row = size++;
        if (start != JsonToken.START_OBJECT) {
            json.skipChildren();
            problems.add(RowProblem.invalid(row, null, "row-malformed",
                    "Row %d is no JSON object. Maybe {\"store\":2,\"week\":161}".formatted(row)));
            return;
        }
        int before = problems.size();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            int column = schema.indexOf(name);
            if (column >= 0) {
                cell(json, token, row, column);
                continue;
            }
            json.skipChildren();
            if (problems.size() - before < MOST_UNKNOWN) {
                problems.add(RowProblem.invalid(row, name, "column-unknown",
                        "Row %d has a column [%s] that the family does not have. Maybe one of %s".formatted(row, name,
                                names)));
            }
        }
    }

    private void cell(JsonParser json, JsonToken token, int row, int column) {
        Object value = switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> json.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? json.getBigIntegerValue()
                    : (Object) json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            default -> {
                json.skipChildren();
                problems.add(RowProblem.invalid(row, schema.column(column).name(), "value-malformed",
                        "Row %d has an object or an array in column [%s]. Maybe a number or a text".formatted(row,
                                schema.column(column).name())));
                yield null;
            }
        };
        @Nullable
        Object[] cells = values[column];
        if (cells == null || cells.length <= row) {
            int length = Math.min(largest, Math.max(FIRST_ROWS, 2 * (row + 1)));
            cells = cells == null ? new Object[length] : Arrays.copyOf(cells, length);
            values[column] = cells;
        }
        cells[row] = value;
    }
}
