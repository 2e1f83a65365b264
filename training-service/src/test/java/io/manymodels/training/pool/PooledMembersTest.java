package io.manymodels.training.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import io.manymodels.training.candidate.Scope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PooledMembersTest {

    private static final int GROUP_ROWS = 4_000;

    private static PooledMembers members(String group) {
        return new PooledMembers(FamilySpec.read("""
                family: f
                source: {files: rows.csv}
                key: [region, store]
                target: y
                task: regression
                """ + group).orThrow());
    }

    private static PooledMembers grouped() {
        return members("group: [region]\n");
    }

    private static String key(int region, int store) {
        return "{\"region\":\"r%d\",\"store\":%d}".formatted(region, store);
    }

    /** Stores dealt into regions, each of so many rows. */
    private static PooledMembers filled(PooledMembers members, int stores, int regions, long rows) {
        for (int store = 0; store < stores; store++) {
            members.accept(store, key(store % regions, store), "f" + store, rows);
        }
        return members;
    }

    @Test
    void theFamilyItsBaselineAndEachGroupArePools() {
        List<Pool> pools = filled(grouped(), 6, 3, 10).pools();

        assertThat(pools).extracting(Pool::scope).containsExactly(Scope.FAMILY, Scope.BASELINE, Scope.GROUP,
                Scope.GROUP, Scope.GROUP);
        assertThat(pools).extracting(Pool::key).containsExactly("{}", "{}", "{\"region\":\"r0\"}",
                "{\"region\":\"r1\"}", "{\"region\":\"r2\"}");
        assertThat(pools).extracting(Pool::rows).containsExactly(60L, 60L, 20L, 20L, 20L);
        assertThat(pools.get(0).fingerprint()).isEqualTo(pools.get(1).fingerprint());
        assertThat(filled(members(""), 6, 3, 10).pools()).hasSize(2);
    }

    @Test
    void aFingerprintChangesWithWhoseRowsAreInThePool() {
        PooledMembers one = grouped();
        PooledMembers other = grouped();
        for (int store = 0; store < 4; store++) {
            one.accept(store, key(store % 2, store), "f" + store, 10);
            other.accept(store, key(store % 2, store), store == 3 ? "changed" : "f" + store, 10);
        }

        assertThat(one.pools().get(1).fingerprint()).as("the baseline's members are the family's")
                .isEqualTo(one.pools().get(0).fingerprint());
        assertThat(one.pools().subList(1, 4)).extracting(Pool::fingerprint).doesNotHaveDuplicates();
        assertThat(other.pools().get(0).fingerprint()).isNotEqualTo(one.pools().get(0).fingerprint());
        assertThat(other.pools().get(2).fingerprint()).as("the other group").isEqualTo(
                one.pools().get(2).fingerprint());
        assertThat(other.pools().get(3).fingerprint()).isNotEqualTo(one.pools().get(3).fingerprint());
        assertThat(one.pools().getFirst().fingerprint()).as("asking changes nothing")
                .isEqualTo(one.pools().getFirst().fingerprint());
    }

    @Test
    void whereOneFingerprintEndsIsPartOfThePools() {
        Pool one = new Pool(Scope.FAMILY, "{}");
        one.add("ab", 1);
        one.add("c", 1);
        Pool other = new Pool(Scope.FAMILY, "{}");
        other.add("a", 1);
        other.add("bc", 1);

        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    @Test
    void aCopyForAnotherScopeGoesItsOwnWay() {
        Pool family = new Pool(Scope.FAMILY, "{}");
        family.add("a", 5);
        Pool baseline = family.as(Scope.BASELINE);
        String before = baseline.fingerprint();
        family.add("b", 7);

        assertThat(baseline.fingerprint()).isEqualTo(before).isNotEqualTo(family.fingerprint());
        assertThat(baseline.rows()).isEqualTo(5);
        assertThat(baseline.name()).isEqualTo(new Pool.Name("baseline", "{}"));
    }

    @Test
    void allMembersOfASmallFamilyAreRead() {
        assertThat(filled(members(""), 1_000, 7, 100).sample(GROUP_ROWS, _ -> true).cardinality()).isEqualTo(1_000);
        assertThat(filled(grouped(), 1_000, 7, 100).sample(GROUP_ROWS, _ -> true).cardinality()).isEqualTo(1_000);
    }

    @Test
    void aLargeFamilyIsSampledByAboutAsManyRowsAsAreRead() {
        BitSet chosen = filled(members(""), 20_000, 7, 1_000).sample(GROUP_ROWS, _ -> true);

        assertThat(chosen.cardinality() * 1_000L).isBetween(350_000L, 650_000L);
    }

    @Test
    void membersOfPoolsThatNobodyWantsAreNotRead() {
        BitSet chosen = filled(grouped(), 1_000, 7, 100).sample(GROUP_ROWS,
                pool -> pool.key().equals("{\"region\":\"r3\"}"));

        assertThat(chosen.cardinality()).isPositive();
        assertThat(chosen.stream()).allMatch(store -> store % 7 == 3);
    }

    @Test
    void theSampleIsTheSameHoweverOftenAndInWhichOrderOthersCome() {
        PooledMembers members = filled(members(""), 20_000, 7, 1_000);
        List<Integer> order = new ArrayList<>();
        for (int store = 0; store < 20_000; store++) {
            order.add(store);
        }
        Collections.reverse(order);
        PooledMembers reversed = members("");
        order.forEach(store -> reversed.accept(store, key(store % 7, store), "f" + store, 1_000));

        BitSet sample = members.sample(GROUP_ROWS, _ -> true);

        assertThat(members.sample(GROUP_ROWS, _ -> true)).isEqualTo(sample);
        assertThat(reversed.sample(GROUP_ROWS, _ -> true)).isEqualTo(sample);
    }

    /** A few machines of a million readings each: a share of them may be less than one machine. */
    @ParameterizedTest
    @CsvSource({"3, 1, 1000000", "10, 2, 1000000", "100, 10, 1000000", "100, 1, 10000000", "40, 40, 5000000"})
    void noPoolIsWithoutAMemberHoweverLargeTheyAre(int stores, int regions, long rows) {
        for (PooledMembers members : List.of(filled(members(""), stores, regions, rows),
                filled(grouped(), stores, regions, rows))) {
            BitSet chosen = members.sample(GROUP_ROWS, _ -> true);

            assertThat(chosen.cardinality()).as("of the family").isGreaterThanOrEqualTo(Math.min(stores, 3));
        }
        BitSet ofGroups = filled(grouped(), stores, regions, rows).sample(GROUP_ROWS, _ -> true);
        for (int region = 0; region < regions; region++) {
            int group = region;
            assertThat(ofGroups.stream().filter(store -> store % regions == group).count()).as("of group %d", group)
                    .isGreaterThanOrEqualTo(Math.min(stores / regions, 3));
        }
    }
}
