package org.mcpoauth.spi.resource;

import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mcpoauth.api.McpScopes;
import org.mcpoauth.api.McpUserAuthentication;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;

/** Reads what {@link McpScopes} and {@link McpUserAuthentication} demand; once, when an application starts. */
public final class AnnotatedDemands {
    private static final Set<String> OF_RESOURCES = Set.of(
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "subscriptions/listen",
            "completion/complete");
    private static final Set<String> OF_PROMPTS = Set.of("prompts/get", "completion/complete");

    private AnnotatedDemands() {}

    /**
     * What annotations demand.
     *
     * @param places methods and types that may be annotated; what they demand adds up
     * @return the demands
     * @throws ConfigurationException if an annotation names more than one target, or what it demands is
     *     malformed
     */
    public static EndpointDemands of(Stream<? extends AnnotatedElement> places) {
        List<? extends AnnotatedElement> all = places.distinct().toList();
        List<McpScopes> scopes = annotations(all, McpScopes.class);
        List<McpUserAuthentication> authentication = annotations(all, McpUserAuthentication.class);
        return new EndpointDemands(
                scopes.stream()
                        .filter(each -> patterns(each).isEmpty())
                        .map(AnnotatedDemands::scopes)
                        .reduce(Scopes.NONE, Scopes::union),
                authentication.stream()
                        .filter(each -> patterns(each).isEmpty())
                        .map(AnnotatedDemands::authentication)
                        .toList(),
                scopes.isEmpty() ? OperationScopes.NONE : DeclaredScopes.of(scopesByPattern(scopes)),
                authenticationByPattern(authentication),
                false);
    }

    private static <A extends java.lang.annotation.Annotation> List<A> annotations(
            List<? extends AnnotatedElement> places, Class<A> type) {
        return places.stream()
                .flatMap(place -> Stream.of(place.getDeclaredAnnotationsByType(type)))
                .toList();
    }

    private static Map<OperationPattern, Scopes> scopesByPattern(List<McpScopes> annotations) {
        return annotations.stream()
                .flatMap(each -> patterns(each).stream().map(pattern -> Map.entry(pattern, scopes(each))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Scopes::union));
    }

    private static OperationAuthentication authenticationByPattern(List<McpUserAuthentication> annotations) {
        return annotations.stream()
                .filter(each -> !patterns(each).isEmpty())
                .map(each -> patterns(each).stream()
                        .collect(Collectors.toMap(Function.identity(), pattern -> authentication(each))))
                .map(DeclaredAuthentication::of)
                .map(OperationAuthentication.class::cast)
                .reduce(OperationAuthentication.NONE, OperationAuthentication::plus);
    }

    private static Scopes scopes(McpScopes annotation) {
        try {
            Scopes scopes = Scopes.of(annotation.value());
            ScopeRules.requireOfResource("@McpScopes", scopes);
            return scopes;
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("@McpScopes", "holds something that is no scope");
        }
    }

    private static UserAuthentication authentication(McpUserAuthentication annotation) {
        Duration maxAge = annotation.maxAgeSeconds() < 0 ? null : Duration.ofSeconds(annotation.maxAgeSeconds());
        return new UserAuthentication(List.of(annotation.acrValues()), maxAge);
    }

    private static List<OperationPattern> patterns(McpScopes annotation) {
        return patterns(annotation.tool(), annotation.prompt(), annotation.resource());
    }

    private static List<OperationPattern> patterns(McpUserAuthentication annotation) {
        return patterns(annotation.tool(), annotation.prompt(), annotation.resource());
    }

    private static List<OperationPattern> patterns(String tool, String prompt, String resource) {
        if (Stream.of(tool, prompt, resource).filter(name -> !name.isEmpty()).count() > 1) {
            throw new ConfigurationException("@McpScopes", "names one of tool, prompt and resource");
        }
        if (!tool.isEmpty()) {
            return patterns(Set.of("tools/call"), tool);
        }
        return prompt.isEmpty() ? patterns(OF_RESOURCES, resource) : patterns(OF_PROMPTS, prompt);
    }

    private static List<OperationPattern> patterns(Set<String> methods, String target) {
        return target.isEmpty()
                ? List.of()
                : methods.stream()
                        .map(method -> OperationPattern.of(method, target))
                        .toList();
    }
}
