package org.mcpoauth.starter.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.mcpoauth.starter.architecture.Predicates.named;
import static org.mcpoauth.starter.architecture.Predicates.notNamed;
import static org.mcpoauth.starter.architecture.Predicates.use;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** What production code never does, or in one place only. */
enum CodeRule implements HouseRule {
    /** How an application calls its protected resource is the one exception, with the client it is given for that. */
    HTTP_IS_SPOKEN_IN_ONE_PACKAGE(
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.mcpoauth.spi.support.http")
                    .and(notNamed(
                            "org.mcpoauth.api.McpOAuthClient",
                            "org.mcpoauth.spi.http.HttpClients",
                            "org.mcpoauth.client.ApplicationHttp",
                            "org.mcpoauth.client.call.ResourceClient",
                            "org.mcpoauth.client.call.AuthorizedHttpClient",
                            "org.mcpoauth.javasdk.AuthorizedClientBuilder",
                            "org.mcpoauth.langchain4j.Endpoint"))
                    .should()
                    .dependOnClassesThat(named(
                            "java.net.http.HttpClient",
                            "java.net.http.HttpClient$Builder",
                            "java.net.URLConnection",
                            "java.net.HttpURLConnection",
                            "javax.net.ssl.HttpsURLConnection")),
            Offences.SpeaksHttp.class),

    /** The decoder of the JDK accepts several spellings of one value. */
    BASE64_IS_READ_IN_ONE_PACKAGE(
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.mcpoauth.spi.support.codec")
                    .should()
                    .dependOnClassesThat(
                            named("java.util.Base64", "java.util.Base64$Encoder", "java.util.Base64$Decoder")),
            Offences.DecodesBase64.class),

    /** Each static method looks for a JSON provider again. */
    JSON_COMES_FROM_KEPT_FACTORIES(
            noClasses()
                    .that()
                    .resideOutsideOfPackages("org.mcpoauth.api.internal", "org.mcpoauth.spi.support.json")
                    .should()
                    .dependOnClassesThat(named("jakarta.json.Json")),
            Offences.LooksForJson.class),

    /**
     * A package that has nothing to send or to sign has no need of the text of a secret. One class hands passwords to the
     * identity stores of the application.
     */
    SECRETS_ARE_REVEALED_IN_FEW_PACKAGES(
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "org.mcpoauth.api",
                            "org.mcpoauth.api.client",
                            "org.mcpoauth.api.metadata",
                            "org.mcpoauth.api.provider",
                            "org.mcpoauth.spi",
                            "org.mcpoauth.spi.resource",
                            "org.mcpoauth.spi.server",
                            "org.mcpoauth.spi.support.jose",
                            "org.mcpoauth.spi.support.oauth",
                            "org.mcpoauth.client.discovery",
                            "org.mcpoauth.client.grant",
                            "org.mcpoauth.client.obtain",
                            "org.mcpoauth.client.registration",
                            "org.mcpoauth.client.pending",
                            "org.mcpoauth.client.proof",
                            "org.mcpoauth.client.token",
                            "org.mcpoauth.client.call",
                            "org.mcpoauth.server.authorization..",
                            "org.mcpoauth.server.proof",
                            "org.mcpoauth.server.resource",
                            "org.mcpoauth.server.token..")
                    .and()
                    .doNotHaveFullyQualifiedName("org.mcpoauth.cdi.IdentityStoreUsers")
                    .and()
                    .doNotHaveFullyQualifiedName("org.mcpoauth.cdi.config.ConfiguredAlias$AliasOrigin")
                    .should()
                    .accessTargetWhere(use("org.mcpoauth.api.Secret", "reveal")),
            Offences.ComparesSecret.class),

    REVEALED_SECRETS_ARE_NOT_COMPARED(
            codeUnits().should(new ComparesNoRevealedSecret()), Offences.ComparesSecret.class),

    TIME_CONSTANT_COMPARISON_IS_WRITTEN_IN_FEW_PLACES(
            noClasses()
                    .that()
                    .resideOutsideOfPackages("org.mcpoauth.spi.support.codec", "org.mcpoauth.spi.support.jose")
                    .and(notNamed(
                            "org.mcpoauth.api.Secret",
                            "org.mcpoauth.api.provider.SecretHash",
                            "org.mcpoauth.server.resource.RequestStateEnvelope"))
                    .should()
                    .accessTargetWhere(use("java.security.MessageDigest", "isEqual")),
            Offences.ComparesDigests.class),

    /** It joins repeated headers, so two Authorization headers would look like one. */
    HEADERS_ARE_READ_AS_LISTS(
            noClasses().should().accessTargetWhere(use("", "getHeaderString")), Offences.JoinsHeaders.class),

    RANDOM_IS_SECURE_RANDOM(
            noClasses()
                    .should()
                    .dependOnClassesThat(named(
                            "java.util.Random", "java.util.SplittableRandom", "java.util.concurrent.ThreadLocalRandom"))
                    .orShould()
                    .accessTargetWhere(use("java.lang.Math", "random")),
            Offences.ThrowsDice.class),

    TIME_COMES_FROM_A_GIVEN_CLOCK(
            noClasses()
                    .should()
                    .accessTargetWhere(use("java.lang.System", "currentTimeMillis"))
                    .orShould()
                    .accessTargetWhere(use("java.time.Instant", "now")),
            Offences.ReadsTheSystemClock.class),

    /** Backtracking is a way to stop a server, and compiling costs more than the match. */
    NO_REGULAR_EXPRESSIONS(
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.regex")
                    .orShould()
                    .accessTargetWhere(use("java.lang.String", "matches", "replaceAll", "replaceFirst")),
            Offences.MatchesPatterns.class),

    NO_JAVA_SERIALIZATION(
            noClasses().should().dependOnClassesThat(named("java.io.ObjectInputStream", "java.io.ObjectOutputStream")),
            Offences.ReadsObjects.class),

    /** Equality of {@code URL} asks the name service; a URL here is a {@code URI}. */
    NO_URL_OBJECTS(noClasses().should().dependOnClassesThat(named("java.net.URL")), Offences.ComparesUrls.class),

    NO_THREAD_LOCALS(
            noClasses()
                    .should()
                    .dependOnClassesThat(named("java.lang.ThreadLocal", "java.lang.InheritableThreadLocal")),
            Offences.HasThreadLocal.class),

    /** A virtual thread that waits inside one holds its carrier. */
    NO_SYNCHRONIZED_METHODS(
            noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED), Offences.IsSynchronized.class),

    NO_STANDARD_STREAMS(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS, Offences.Prints.class),

    NO_LOGGER_BUT_SYSTEM_LOGGER(
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.util.logging", "org.slf4j..", "org.apache.commons.logging.."),
            Offences.LogsElsewhere.class);

    private final ArchRule rule;
    private final Class<?> offence;

    CodeRule(ArchRule rule, Class<?> offence) {
        this.rule = rule.allowEmptyShould(true);
        this.offence = offence;
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
