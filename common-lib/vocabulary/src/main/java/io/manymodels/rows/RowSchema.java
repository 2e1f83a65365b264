package io.manymodels.rows;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The columns of a snapshot with their places, shared by all its partitions. Immutable. */
public final class RowSchema {

    private final List<Column> columns;
    private final Map<String, Integer> places;
    private final Map<ColumnRole, int[]> byRole = new EnumMap<>(ColumnRole.class);
    private final int target;
    private final int time;

    public RowSchema(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.places = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (places.put(columns.get(i).name(), i) != null) {
                throw new IllegalArgumentException("Column [%s] occurs twice".formatted(columns.get(i).name()));
            }
        }
        for (ColumnRole role : ColumnRole.values()) {
            byRole.put(role, places(role));
        }
        this.target = first(ColumnRole.TARGET);
        this.time = first(ColumnRole.TIME);
    }

    public List<Column> columns() {
        return columns;
    }

    public Column column(int index) {
        return columns.get(index);
    }

    public int size() {
        return columns.size();
    }

    /** The place of a column, -1 where there is none of this name. */
    public int indexOf(String name) {
        return places.getOrDefault(name, -1);
    }

    /** The place of the target, -1 without. */
    public int target() {
        return target;
    }

    /** The place of the time column, -1 without. */
    public int time() {
        return time;
    }

    /** The places of the columns of a role, in order; leaks are left out. */
    public int[] withRole(ColumnRole role) {
        return Objects.requireNonNull(byRole.get(role)).clone();
    }

    private int[] places(ColumnRole role) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).role() == role && !columns.get(i).leak()).toArray();
    }

    private int first(ColumnRole role) {
        return IntStream.range(0, columns.size()).filter(i -> columns.get(i).role() == role).findFirst().orElse(-1);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof RowSchema schema && schema.columns.equals(columns));
    }

    @Override
    public int hashCode() {
        return columns.hashCode();
    }

    @Override
    public String toString() {
        return columns.toString();
    }
}
