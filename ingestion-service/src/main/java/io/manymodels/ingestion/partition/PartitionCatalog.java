package io.manymodels.ingestion.partition;

import io.manymodels.digest.Sha256;
import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.partition.PartitionProfile.Verdict;
import io.manymodels.key.PartitionKey;
import io.manymodels.rows.Column;
import io.manymodels.rows.TimeAxis;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the catalogue's entry of a partition from what the file says about it. */
final class PartitionCatalog {

    /** Stands in keys for a value that is missing; such a partition never passes the gate. */
    static final String MISSING = "(missing)";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FINGERPRINT_CHARACTERS = 32;

    private final FamilySpec spec;
    private final String target;
    private final @Nullable TimeAxis axis;
    private final String columns;
    /** Keys so far in which {@link #MISSING} stands. */
    private final Set<String> unclear = new HashSet<>();

    /** @param columns enter the fingerprints: the same rows with other columns, roles, leaks or times are another partition */
    PartitionCatalog(FamilySpec spec, String target, @Nullable TimeAxis axis, List<Column> columns) {
        this.spec = spec;
        this.target = target;
        this.axis = axis;
        StringBuilder text = new StringBuilder();
        columns.forEach(column -> text.append(JSON.writeValueAsString(column.name())).append(' ').append(column.type())
                .append(' ').append(column.role()).append(' ').append(column.leak()).append('\n'));
        this.columns = text.append(axis == null ? "no time" : axis.grid()).append('\n').toString();
    }

    /** @param beyond labelled rows at its end that were slips, and are not counted in {@code found} */
    PartitionProfile profile(PartitionQuery.Found found, long beyond, Rejects rejects) {
        Map<String, Object> keyValues = new LinkedHashMap<>();
        found.key().forEach((name, value) -> keyValues.put(name, value == null ? MISSING : value));
        String key = PartitionKey.of(keyValues).canonical();
        Optional<Verdict> unfit = KeyText.refusal(keyValues, key);
        Map<String, @Nullable Object> tags = new LinkedHashMap<>(unfit.isPresent() ? Map.of() : found.key());
        tags.putAll(found.tags());
        var verdict = unfit.orElseGet(() -> QualityGate.judge(
                new QualityGate.Findings(found.rows(), found.labelledRows(), found.key().containsValue(null),
                        found.timeMissing(), found.duplicates(), found.duplicateTime(),
                        found.key().containsValue(null) ? rejects.ofKey() : rejects.byKey().get(key),
                        found.infinite(), found.constantTarget(), beyond),
                spec, target, axis));
        return new PartitionProfile(alone(unfit.isPresent() ? KeyText.shown(keyValues, key) : key, keyValues),
                KeyText.storable(JSON.writeValueAsString(tags)), found.firstRow(), found.rows(),
                found.labelledRows(), found.fromTime(), found.toTime(), fingerprint(found), found.identity(),
                KeyText.storable(describe(found, rejects.byKey().get(key)).toString()),
                verdict);
    }

    /** A missing key reads like one that is spelled so; of two the one that is refused comes later, and is told apart. */
    private String alone(String key, Map<String, Object> values) {
        if (!key.contains(MISSING) || unclear.add(key)) {
            return key;
        }
        Map<String, Object> told = new LinkedHashMap<>(values);
        told.replaceAll((_, value) -> value.equals(MISSING) ? "(no value)" : value);
        return PartitionKey.of(told).canonical();
    }

    private ObjectNode describe(PartitionQuery.Found found, Rejects.@Nullable Reject reject) {
        ObjectNode profile = JsonNodeFactory.instance.objectNode();
        ObjectNode missing = profile.putObject("missing");
        found.missing().forEach(missing::put);
        profile.put("duplicates", found.duplicates());
        if (axis != null && found.fromTime() != null && found.toTime() != null) {
            long steps = axis.index(found.toTime()) - axis.index(found.fromTime()) + 1;
            profile.put("gaps", Math.max(0, steps - (found.rows() - found.duplicates() - found.timeMissing())));
        }
        if (reject != null) {
            profile.put("unfit", reject.count());
        }
        profile.put("constantTarget", found.constantTarget() != null);
        if (found.lastLabelledTime() != null) {
            profile.put("lastLabelledTime", found.lastLabelledTime());
        }
        // Shared models are told these in realtime, where the rows themselves are out of reach.
        profile.set("last", JSON.valueToTree(found.last()));
        return profile;
    }

    private String fingerprint(PartitionQuery.Found found) {
        return fingerprint(columns + found.rows() + '\n' + found.hashSum() + '\n' + found.hashXor());
    }

    static String fingerprint(String content) {
        return Sha256.hex(content).substring(0, FINGERPRINT_CHARACTERS);
    }
}
