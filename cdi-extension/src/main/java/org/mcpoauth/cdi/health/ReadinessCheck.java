package org.mcpoauth.cdi.health;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;

/**
 * A readiness as MicroProfile Health has it.
 *
 * @param name the name of the check
 * @param readiness is asked at each call
 */
record ReadinessCheck(String name, Supplier<Readiness> readiness) implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        Readiness now = readiness.get();
        Map<String, Object> details = new TreeMap<>(now.details());
        return new HealthCheckResponse(
                name,
                now.isUp() ? Status.UP : Status.DOWN,
                details.isEmpty() ? Optional.empty() : Optional.of(details));
    }
}
