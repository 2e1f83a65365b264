package io.manymodels.verification.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.verification.Modules;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house rules of CONTRIBUTING.md hold. That each can fail is shown by {@link PlantedFaultsTest}. */
class ArchitectureTest {

    static List<HouseRule> rules() {
        return Stream.of(DependencyRules.ALL, BoundaryRules.ALL, NamingRules.ALL).flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(HouseRule rule) {
        assertThat(rule.violations().apply(Modules.ALL)).as(rule.name()).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItHolds() throws IOException {
        assertThat(PackageDescriptions.missing(Modules.root())).as("packages without a @NullMarked package-info")
                .isEmpty();
    }

    @Test
    void rulesNamePackagesThatExist() {
        assertThat(rules()).isNotEmpty();
        assertThat(Rooms.named())
                .allSatisfy(pattern -> assertThat(Modules.ALL.that(Rooms.in(pattern))).as(pattern).isNotEmpty());
    }
}
