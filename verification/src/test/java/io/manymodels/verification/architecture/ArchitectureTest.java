package io.manymodels.verification.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.manymodels.verification.Modules;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The house rules of CONTRIBUTING.md hold. That each can fail is shown by {@link PlantedFaultsTest}. */
class ArchitectureTest {

    private static final JavaClasses ALL = Modules.read();

    @ParameterizedTest
    @FieldSource("io.manymodels.verification.architecture.HouseRules#ALL")
    void holds(HouseRule rule) {
        assertThat(rule.violations().apply(ALL)).as(rule.name()).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItHolds() throws IOException {
        assertThat(PackageDescriptions.missing(Modules.root())).as("packages without a @NullMarked package-info")
                .isEmpty();
    }

    @Test
    void everyRepositoryNamesItsColumns() throws IOException {
        assertThat(NamedColumns.missing(Modules.root())).as("repositories that read all columns there are").isEmpty();
    }

    @Test
    void rulesNamePackagesThatExist() {
        assertThat(HouseRules.ALL).isNotEmpty();
        assertThat(Rooms.named())
                .allSatisfy(pattern -> assertThat(ALL.that(Rooms.in(pattern))).as(pattern).isNotEmpty());
    }
}
