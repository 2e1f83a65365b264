package io.manymodels.ingestion.reading;

import io.manymodels.digest.Sha256;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.FamilySpec.Source;
import io.manymodels.ingestion.column.SourceRows;
import io.manymodels.ingestion.source.SourceObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which objects of a source an ingestion reads. Those of an earlier one that are all what they were need not be read again, as
 * long as a row of them depends on its own file alone.
 *
 * @param objects of the source, in the order of reading
 * @param rules hash of what the spec says about rows
 * @param base the reading whose snapshot has the rows of unchanged objects; null where all are read
 * @param because why all are read; null where there is a base
 * @param repeatable whether a later ingestion may take rows from this one
 */
public record ReadingPlan(List<SourceObject> objects, String rules, @Nullable EarlierReading base,
        @Nullable String because, boolean repeatable) {

    /** Raise it when rows are made of files otherwise than before, by other means than the SQL that reads them. */
    private static final int VERSION = 1;
    /** More than these are not kept in the catalogue. */
    private static final int MOST_OBJECTS = 20_000;
    /** By which the types of columns are told: more than the rows that are looked at have, as a rule. */
    private static final long BEGINNING_BYTES = 8_000_000;

    public ReadingPlan {
        objects = List.copyOf(objects);
    }

    /** @param earlier the latest first */
    public static ReadingPlan of(FamilySpec spec, List<SourceObject> objects, List<EarlierReading> earlier) {
        String rules = rules(spec);
        String refusal = refusal(spec, objects);
        if (refusal != null) {
            return new ReadingPlan(objects, rules, null, refusal, false);
        }
        Map<String, SourceObject> now = new HashMap<>();
        objects.forEach(object -> now.put(object.name(), object));
        Optional<EarlierReading> base = earlier.stream()
                .filter(reading -> reading.rules().equals(rules) && difference(reading, now).isEmpty())
                .max(Comparator.comparingLong(reading -> reading.objects().stream().mapToLong(SourceObject::bytes)
                        .sum()));
        if (spec.ingestion().fullRefresh()) {
            return new ReadingPlan(objects, rules, null, "ingestion.fullRefresh", true);
        }
        return base.map(reading -> new ReadingPlan(objects, rules, reading, null, true))
                .orElseGet(() -> new ReadingPlan(objects, rules, null, reason(earlier, rules, now), true));
    }

    private static String reason(List<EarlierReading> earlier, String rules, Map<String, SourceObject> now) {
        if (earlier.isEmpty()) {
            return "no snapshot before was read to the letter from files that are known";
        }
        EarlierReading last = earlier.getFirst();
        return last.rules().equals(rules)
                ? difference(last, now).orElse("")
                : "the spec says otherwise than for snapshot [%s] what its rows are".formatted(last.snapshot());
    }

    /** Why rows of a snapshot cannot stand for those of its objects; empty where they can. */
    private static Optional<String> difference(EarlierReading reading, Map<String, SourceObject> now) {
        return reading.objects().stream().filter(object -> {
            SourceObject found = now.get(object.name());
            return found == null || !found.isUnchanged(object);
        }).findFirst().map(object -> now.containsKey(object.name())
                ? "[%s] was changed since snapshot [%s]".formatted(object.name(), reading.snapshot())
                : "[%s] of snapshot [%s] is gone".formatted(object.name(), reading.snapshot()));
    }

    private static @Nullable String refusal(FamilySpec spec, List<SourceObject> objects) {
        if (!(spec.source() instanceof Source.Files)) {
            return "a query tells nothing of what it was answered before";
        }
        if (spec.transform() != null) {
            return "a transform may make a row of rows of several files";
        }
        if (SourceRows.areNumbered(spec)) {
            return "rows without time and columns.id are named by their places";
        }
        if (objects.stream().anyMatch(SourceObject::isJson)) {
            return "the types of JSON are found in all files together";
        }
        return objects.size() > MOST_OBJECTS
                ? "there are more than [%d] files".formatted(MOST_OBJECTS)
                : null;
    }

    private static String rules(FamilySpec spec) {
        ObjectNode rules = spec.toJson();
        rules.retain("source", "transform", "key", "time", "target", "task", "columns");
        return Sha256.hex(VERSION + "\n" + rules);
    }

    /** Those that the base does not have, in the order of reading. */
    public List<SourceObject> added() {
        Set<String> known = new HashSet<>();
        if (base != null) {
            base.objects().forEach(object -> known.add(object.name()));
        }
        return objects.stream().filter(object -> !known.contains(object.name())).toList();
    }

    /** The first of all objects: what columns are is told by their rows. */
    public List<SourceObject> beginning() {
        List<SourceObject> beginning = new ArrayList<>();
        long bytes = 0;
        for (SourceObject object : objects) {
            if (bytes >= BEGINNING_BYTES) {
                break;
            }
            beginning.add(object);
            bytes += object.bytes();
        }
        return beginning;
    }

    /** The outcome where all objects were read. */
    public SourceReading all(@Nullable String columns, @Nullable String instead) {
        return new SourceReading(objects, rules, repeatable ? columns : null, objects.size(), null,
                instead == null ? because : instead);
    }

    /** The outcome where the rows of the base were taken. */
    public SourceReading some(EarlierReading taken) {
        return new SourceReading(objects, rules, taken.columns(), added().size(), taken.snapshot(), null);
    }
}
