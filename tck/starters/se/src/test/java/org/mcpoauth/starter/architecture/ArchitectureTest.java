package org.mcpoauth.starter.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the rules of the house against every class of the product and of the suite. */
class ArchitectureTest {
    /** Maven module and where its classes are. */
    private static final Map<String, String> MODULES = Map.of(
            "api", "org.mcpoauth.api",
            "spi", "org.mcpoauth.spi",
            "client-impl", "org.mcpoauth.client",
            "client-impl/java-sdk", "org.mcpoauth.javasdk",
            "client-impl/langchain4j", "org.mcpoauth.langchain4j",
            "server-impl", "org.mcpoauth.server",
            "server-impl/jcache-store", "org.mcpoauth.jcache",
            "cdi-extension", "org.mcpoauth.cdi");

    static {
        // the rules go by names and need nothing of classes outside
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    private static final JavaClasses PRODUCT = importPackages(MODULES.values());
    private static final JavaClasses EVERYTHING =
            importPackages(Stream.concat(MODULES.values().stream(), Stream.of("org.mcpoauth.tck"))
                    .toList());

    static Stream<HouseRule> rules() {
        return Stream.concat(Arrays.stream(ModuleRule.values()), Arrays.stream(CodeRule.values()));
    }

    @ParameterizedTest
    @EnumSource
    void dependenciesGoOneWay(ModuleRule rule) {
        rule.rule().check(EVERYTHING);
    }

    @ParameterizedTest
    @EnumSource
    void theProductKeepsTheRule(CodeRule rule) {
        rule.rule().check(PRODUCT);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleNoticesItsOffence(HouseRule rule) {
        JavaClasses offence = new ClassFileImporter()
                .importClasses(Stream.concat(
                                Stream.of(rule.offence()),
                                Arrays.stream(rule.offence().getDeclaredClasses()))
                        .toList());
        assertTrue(rule.rule().evaluate(offence).hasViolation());
    }

    /** What the reactor builds must be on the class path of this module, or the rules see nothing of it. */
    @Test
    void everyModuleOfTheReactorIsExamined() throws IOException {
        String reactor = Files.readString(Path.of("..", "..", "..", "pom.xml"));
        Set<String> unseen = new TreeSet<>();
        MODULES.forEach((module, home) -> {
            if (reactor.contains("<module>" + module + "</module>") && !isExamined(home)) {
                unseen.add(module);
            }
        });
        assertEquals(Set.of(), unseen, "modules that must become dependencies here");
    }

    @Test
    void nobodyRequiresAnImplementation() {
        Set<String> implementations = Set.of("org.mcpoauth.client", "org.mcpoauth.server", "org.mcpoauth.cdi");
        List<ModuleDescriptor> modules = ourModules();
        assertTrue(modules.size() >= 3, () -> "found only " + modules);
        for (ModuleDescriptor module : modules) {
            Set<String> required = module.requires().stream()
                    .map(ModuleDescriptor.Requires::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            required.retainAll(implementations);
            assertEquals(Set.of(), required, module.name());
            assertFalse(module.isOpen(), module.name());
        }
    }

    private static boolean isExamined(String home) {
        return PRODUCT.stream().anyMatch(type -> (type.getPackageName() + ".").startsWith(home + "."));
    }

    private static List<ModuleDescriptor> ourModules() {
        Path[] ours = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(ArchitectureTest::isOurs)
                .toArray(Path[]::new);
        return ModuleFinder.of(ours).findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(module -> !module.isAutomatic())
                .toList();
    }

    private static boolean isOurs(Path entry) {
        return entry.getFileName().toString().startsWith("mcp-oauth-")
                || Files.exists(entry.resolve("module-info.class"));
    }

    private static JavaClasses importPackages(Collection<String> packages) {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/"))
                .importPackages(packages);
    }
}
