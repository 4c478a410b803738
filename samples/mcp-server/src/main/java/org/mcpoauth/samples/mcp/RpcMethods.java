package org.mcpoauth.samples.mcp;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The methods of one protocol era by name. */
final class RpcMethods {
    private final Map<String, RpcMethod> byName;

    RpcMethods(RpcMethod... methods) {
        this.byName = Stream.of(methods).collect(Collectors.toUnmodifiableMap(RpcMethod::name, Function.identity()));
    }

    Optional<RpcMethod> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
