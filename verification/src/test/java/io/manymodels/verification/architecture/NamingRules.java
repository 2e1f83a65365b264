package io.manymodels.verification.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.manymodels.verification.Modules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What things are called, how much lies in one place, and who uses what is shared. */
final class NamingRules {

    /** Files that one finds one's way in. */
    static final int LARGEST_PACKAGE = 22;

    static final List<HouseRule> ALL = List.of(
            HouseRule.of("names say what a thing is",
                    noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Common|Manager|Misc|Impl)").orShould()
                            .resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..manager..",
                                    "..misc..")),
            new HouseRule("one public word for one thing, in a service and common-lib", NamingRules::twins),
            new HouseRule("no package is a drawer", NamingRules::drawers),
            new HouseRule("the root package of a service holds its application class alone", NamingRules::roots),
            new HouseRule("every public type of common-lib serves two or more", NamingRules::strays));

    private NamingRules() {}

    private static List<String> twins(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (String service : Modules.APPLICATIONS) {
            Map<String, Set<String>> byName = classes.stream()
                    .filter(type -> isPublicType(type) && (Rooms.isShared(type) || Rooms.of(type).equals(service)))
                    .collect(Collectors.groupingBy(JavaClass::getSimpleName, TreeMap::new,
                            Collectors.mapping(JavaClass::getName, Collectors.toSet())));
            byName.values().stream().filter(names -> names.size() > 1)
                    .forEach(names -> found.add(names.stream().sorted().collect(Collectors.joining(" and "))));
        }
        return found.stream().distinct().sorted().toList();
    }

    private static List<String> drawers(JavaClasses classes) {
        Map<String, Long> files = classes.stream().filter(type -> type.isTopLevelClass() && !isDescription(type))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        return files.entrySet().stream().filter(entry -> entry.getValue() > LARGEST_PACKAGE)
                .map(entry -> entry.getKey() + " holds " + entry.getValue() + " files").toList();
    }

    private static List<String> roots(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (String service : Modules.APPLICATIONS) {
            String expected = service.substring(0, 1).toUpperCase(Locale.ROOT) + service.substring(1) + "Application";
            classes.stream().filter(type -> type.getPackageName().equals("io.manymodels." + service))
                    .filter(type -> type.isTopLevelClass() && !isDescription(type))
                    .filter(type -> !type.getSimpleName().equals(expected))
                    .forEach(type -> found.add(type.getName() + " stands beside " + expected));
        }
        return found;
    }

    private static List<String> strays(JavaClasses classes) {
        return classes.stream().filter(Rooms::isShared).filter(NamingRules::isPublicType)
                // Facts are read by listeners outside this house too.
                .filter(type -> !Rooms.of(type).equals("event"))
                .filter(type -> users(type, new HashSet<>()).size() < 2)
                .map(type -> type.getName() + " is used by " + users(type, new HashSet<>())).sorted().toList();
    }

    /** Applications that use the type, be it through other types of common-lib. */
    private static Set<String> users(JavaClass type, Set<JavaClass> seen) {
        Set<String> users = new HashSet<>();
        if (!seen.add(type)) {
            return users;
        }
        type.getDirectDependenciesToSelf().stream().map(dependency -> dependency.getOriginClass()).distinct()
                .forEach(origin -> {
                    if (Rooms.isShared(origin)) {
                        users.addAll(users(origin, seen));
                    } else if (!Rooms.of(origin).isEmpty()) {
                        users.add(Rooms.of(origin));
                    }
                });
        return users;
    }

    private static boolean isPublicType(JavaClass type) {
        return type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC) && !isDescription(type);
    }

    private static boolean isDescription(JavaClass type) {
        return type.getSimpleName().equals("package-info");
    }
}
