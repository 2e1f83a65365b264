package io.manymodels.training.pool;

import io.manymodels.family.FamilySpec;
import io.manymodels.key.PartitionKey;
import io.manymodels.training.candidate.Scope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who shares a model with whom, and which partitions are read for it: all where that is affordable, else a share of them
 * that is the same every time.
 */
final class PooledMembers implements PooledRepository.Members {

    /** Place of the first group among the pools. */
    static final int FIRST_GROUP = 2;

    /** Rows that a run reads for the family's sample; groups get at least twice their sample. */
    private static final long ROWS_READ = 500_000;
    /** Members of a pool that are read however large they are: what one machine did tells little of the others. */
    private static final int LEAST_MEMBERS = 3;

    private record Member(int sequence, int hash, long rows, Pool group) {}

    private final List<String> groupColumns;
    private final Pool family = new Pool(Scope.FAMILY, "{}");
    private final Map<String, Pool> groups = new LinkedHashMap<>();
    private final List<Member> members = new ArrayList<>();

    PooledMembers(FamilySpec spec) {
        this.groupColumns = spec.group();
    }

    @Override
    public void accept(int sequence, String key, String fingerprint, long rows) {
        family.add(fingerprint, rows);
        Pool group = family;
        if (!groupColumns.isEmpty()) {
            group = groups.computeIfAbsent(groupKey(groupColumns, key), name -> new Pool(Scope.GROUP, name));
            group.add(fingerprint, rows);
        }
        members.add(new Member(sequence, key.hashCode() * 0x9E3779B9 >>> 1, rows, group));
    }

    static String groupKey(List<String> groupColumns, String key) {
        return PartitionKey.parse(key).project(groupColumns).canonical();
    }

    /** The family's pool, its baseline's, then those of the groups from {@link #FIRST_GROUP} on: the same at every call. */
    List<Pool> pools() {
        List<Pool> pools = new ArrayList<>(groups.size() + FIRST_GROUP);
        pools.add(family);
        pools.add(family.as(Scope.BASELINE));
        pools.addAll(groups.values());
        return pools;
    }

    int groups() {
        return groups.size();
    }

    /**
     * Sequences of the partitions to read.
     *
     * @param wanted whether members of a pool are read at all; without groups all are of the family's
     */
    BitSet sample(long rowsPerGroup, Predicate<Pool> wanted) {
        BitSet chosen = fewest(wanted);
        double ofFamily = (double) ROWS_READ / Math.max(1, family.rows());
        for (Member member : members) {
            if (!wanted.test(member.group())) {
                continue;
            }
            double ofGroup = groups.isEmpty() ? 0 : 2.0 * rowsPerGroup / Math.max(1, member.group().rows());
            if (member.hash() <= Math.max(ofFamily, ofGroup) * Integer.MAX_VALUE) {
                chosen.set(member.sequence());
            }
        }
        return chosen;
    }

    /** Some of each pool, those with the smallest hashes: where members are large, their share may be less than one. */
    private BitSet fewest(Predicate<Pool> wanted) {
        Map<Pool, List<Member>> first = new HashMap<>();
        for (Member member : members) {
            for (Pool pool : member.group() == family ? List.of(family) : List.of(family, member.group())) {
                if (wanted.test(pool)) {
                    List<Member> kept = first.computeIfAbsent(pool, _ -> new ArrayList<>());
                    kept.add(member);
                    kept.sort(Comparator.comparingInt(Member::hash).thenComparingInt(Member::sequence));
                    kept.subList(Math.min(kept.size(), LEAST_MEMBERS), kept.size()).clear();
                }
            }
        }
        BitSet chosen = new BitSet();
        first.values().forEach(kept -> kept.forEach(member -> chosen.set(member.sequence())));
        return chosen;
    }
}
