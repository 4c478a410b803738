package org.mcpoauth.starter.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static org.mcpoauth.starter.architecture.Predicates.named;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;

/**
 * Which way dependencies go: {@code api <- spi <- client, server}; {@code cdi -> api, spi}; {@code suite ->
 * api, spi}. The module descriptors say so too, but a WAR is class path.
 */
enum ModuleRule implements HouseRule {
    API_KNOWS_NO_OTHER_MODULE(
            in("api")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(modules("spi", "client", "server", "jcache", "cdi", "tck")),
            org.mcpoauth.api.offence.KnowsSpi.class),

    SPI_KNOWS_NO_IMPLEMENTATION(
            in("spi")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(modules("client", "server", "jcache", "cdi", "tck")),
            org.mcpoauth.spi.offence.KnowsServer.class),

    CLIENT_KNOWS_NO_SERVER(
            in("client").should().dependOnClassesThat().resideInAnyPackage(modules("server", "jcache", "cdi", "tck")),
            org.mcpoauth.client.offence.KnowsServer.class),

    SERVER_KNOWS_NO_CLIENT(
            in("server").should().dependOnClassesThat().resideInAnyPackage(modules("client", "jcache", "cdi", "tck")),
            org.mcpoauth.server.offence.KnowsClient.class),

    JCACHE_STORE_KNOWS_NO_OTHER_IMPLEMENTATION(
            in("jcache").should().dependOnClassesThat().resideInAnyPackage(modules("client", "server", "cdi", "tck")),
            org.mcpoauth.jcache.offence.KnowsServer.class),

    ADAPTERS_KNOW_THE_API_ONLY(
            in("javasdk", "langchain4j")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(modules("spi", "client", "server", "jcache", "cdi", "tck")),
            org.mcpoauth.javasdk.offence.KnowsClient.class),

    /** They are for applications, and what they adapt is not on every class path. */
    NOBODY_KNOWS_AN_ADAPTER(
            noClasses()
                    .that()
                    .resideOutsideOfPackages(modules("javasdk", "langchain4j"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(modules("javasdk", "langchain4j")),
            org.mcpoauth.client.offence.KnowsAdapter.class),

    CDI_KNOWS_NO_IMPLEMENTATION(
            in("cdi").should().dependOnClassesThat().resideInAnyPackage(modules("client", "server", "jcache", "tck")),
            org.mcpoauth.cdi.offence.KnowsClient.class),

    /** An oracle that shares code with what it judges shares its mistakes. */
    SUITE_KNOWS_NEITHER_IMPLEMENTATION_NOR_SUPPORT(
            in("tck")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(modules("client", "server", "jcache", "cdi", "spi.support", "api.internal")),
            org.mcpoauth.tck.offence.KnowsSupport.class),

    /** Support is exported to our own modules only, so nobody else could call such a method. */
    SUPPORT_IS_IN_NO_SIGNATURE_OF_API_AND_SPI(
            codeUnits()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage(modules("api", "spi"))
                    .and()
                    .areDeclaredInClassesThat()
                    .resideOutsideOfPackages(modules("spi.support", "api.internal"))
                    .should(new HidesTypesOf("org.mcpoauth.spi.support.", "org.mcpoauth.api.internal.")),
            org.mcpoauth.spi.offence.ShowsSupport.class),

    BOOTSTRAP_ALONE_LOADS_SERVICES(
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.mcpoauth.spi")
                    .should()
                    .dependOnClassesThat(named("java.util.ServiceLoader")),
            Offences.LoadsServices.class),

    /** An injected field of a Jakarta REST component is null in RESTEasy and stops deployment in Jersey. */
    NOTHING_IS_INJECTED_INTO_THE_SERVER(
            noMembers()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAPackage("org.mcpoauth.server..")
                    .should()
                    .beAnnotatedWith("jakarta.inject.Inject"),
            org.mcpoauth.server.offence.IsInjected.class);

    private final ArchRule rule;
    private final Class<?> offence;

    ModuleRule(ArchRule rule, Class<?> offence) {
        this.rule = rule.allowEmptyShould(true);
        this.offence = offence;
    }

    private static GivenClassesConjunction in(String... names) {
        return noClasses().that().resideInAnyPackage(modules(names));
    }

    private static String[] modules(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = "org.mcpoauth." + names[i] + "..";
        }
        return packages;
    }

    @Override
    public ArchRule rule() {
        return rule;
    }

    @Override
    public Class<?> offence() {
        return offence;
    }
}
