package io.manymodels.training.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.fixtures.family.CatalogFamily.Partition;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.training.TrainingStack;
import io.manymodels.training.candidate.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which pools keep their model, on real PostgreSQL. */
class PooledRepositoryIT {

    private static final RunningService SERVICE = TrainingStack.SERVICE;
    private static final JdbcClient DATABASE = SERVICE.database("training");
    private static final PooledRepository REPOSITORY = SERVICE.bean(PooledRepository.class);
    private static final Pool GROUP = new Pool(Scope.GROUP, "{\"region\":\"r1\"}");

    private static long version(String family, Scope scope, String key, String fingerprint, String hash) {
        return DATABASE.sql("""
                INSERT INTO training.model_version (family, family_version, snapshot_id, run_id, scope, scope_key, algorithm,
                    tags, metrics, provenance, object, header_offset, header_length, header_sha256, body_offset,
                    body_length, body_sha256, fingerprint, spec_hash)
                VALUES (?, 1, 's', gen_random_uuid(), ?, ?, 'mean', '{}', '{}', '{}', 'o', 0, 1, 'h', 1, 1, 'b', ?, ?)
                RETURNING id
                """).params(family, scope.wireName(), key, fingerprint, hash).query(Long.class).single();
    }

    @Test
    void aPoolKeepsTheNewestModelOfItsRowsItsSpecAndItsScope() {
        version("pools", Scope.GROUP, GROUP.key(), "rows", "hash");
        long newest = version("pools", Scope.GROUP, GROUP.key(), "rows", "hash");
        version("pools", Scope.GROUP, GROUP.key(), "other rows", "hash");
        version("pools", Scope.GROUP, GROUP.key(), "rows", "other hash");
        version("pools", Scope.GROUP, "{\"region\":\"r2\"}", "rows", "hash");
        version("pools", Scope.OWN, GROUP.key(), "rows", "hash");
        version("other-pools", Scope.GROUP, GROUP.key(), "rows", "hash");
        long family = version("pools", Scope.FAMILY, "{}", "rows", "hash");

        assertThat(REPOSITORY.unchanged("pools", GROUP, "rows", "hash")).contains(newest);
        assertThat(REPOSITORY.unchanged("pools", new Pool(Scope.FAMILY, "{}"), "rows", "hash")).contains(family);
        assertThat(REPOSITORY.unchanged("pools", new Pool(Scope.BASELINE, "{}"), "rows", "hash")).isEmpty();
        assertThat(REPOSITORY.unchanged("pools", GROUP, "no such rows", "hash")).isEmpty();
    }

    @Test
    void whatWasCarriedIsThereAndModelsOfKeysAreNoPools() {
        UUID run = UUID.randomUUID();
        REPOSITORY.carry(run, GROUP, 7);
        REPOSITORY.carry(run, new Pool(Scope.FAMILY, "{}"), 8);
        DATABASE.sql("""
                INSERT INTO training.run_model (run_id, scope, scope_key, version_id, carried)
                VALUES (?, 'own', '{"store":1}', 9, false)
                """).param(run).update();

        assertThat(REPOSITORY.sharedModels(run)).containsExactlyInAnyOrder(GROUP.name(),
                new Pool.Name("family", "{}"));
        assertThat(REPOSITORY.sharedModels(UUID.randomUUID())).isEmpty();
    }

    @Test
    void whoFailedTheGateIsAMemberOfNoPool() {
        new CatalogFamily(SERVICE,
                "family: pooled-members\nsource: {files: x.csv}\nkey: [store]\ntarget: y\ntask: regression\n")
                .seal(new CatalogFamily.Snapshot("pooled-members-1", "o", List.of(), null, null, "{}",
                        List.of(Partition.of("{\"store\":1}", 10),
                                new Partition("{\"store\":2}", "{}", 20, 0, "f", "{}", "target-constant"),
                                Partition.of("{\"store\":3}", 30))));
        List<String> members = new ArrayList<>();

        REPOSITORY.members("pooled-members-1",
                (sequence, key, fingerprint, rows) -> members.add(sequence + key + fingerprint + rows));

        assertThat(members).containsExactly("0{\"store\":1}f{\"store\":1}10", "2{\"store\":3}f{\"store\":3}30");
    }
}
