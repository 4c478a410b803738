package org.mcpoauth.client.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.client.ClientEndpoints;

/** What a container without CDI, and one whose bean cannot be made, mean for the requests of an application. */
class BeanEndpointsTest {
    private int created;

    /** A container with one bean. */
    private static final class Container extends CDI<Object> {
        private final Supplier<ClientEndpoints> bean;

        Container(Supplier<ClientEndpoints> bean) {
            this.bean = bean;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <U> Instance<U> select(Class<U> type, Annotation... qualifiers) {
            return (Instance<U>) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Instance.class},
                    (proxy, method, arguments) -> method.getName().equals("get") ? bean.get() : true);
        }

        @Override
        public <U> Instance<U> select(TypeLiteral<U> type, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instance<Object> select(Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BeanManager getBeanManager() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isUnsatisfied() {
            return false;
        }

        @Override
        public boolean isAmbiguous() {
            return false;
        }

        @Override
        public void destroy(Object instance) {}

        @Override
        public Handle<Object> getHandle() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<? extends Handle<Object>> handles() {
            return List.of();
        }

        @Override
        public Object get() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterator<Object> iterator() {
            return List.<Object>of().iterator();
        }
    }

    private ClientEndpoints failing(RuntimeException failure) {
        created++;
        throw failure;
    }

    @Test
    void aBeanThatCannotBeMadeIsTriedOnceAndDisturbsNothing() {
        for (RuntimeException failure :
                List.of(new ConfigurationException("login", "is wrong"), new IllegalStateException("no"))) {
            created = 0;
            CDI.setCDIProvider(() -> new Container(() -> failing(failure)));
            BeanEndpoints endpoints = new BeanEndpoints();
            assertTrue(endpoints.get().isEmpty());
            assertTrue(endpoints.get().isEmpty());
            assertEquals(1, created);
        }
    }

    @Test
    void theAbsenceOfAContainerIsNotKept() {
        BeanEndpoints endpoints = new BeanEndpoints();
        CDI.setCDIProvider(() -> {
            created++;
            throw new IllegalStateException("no container yet");
        });
        assertTrue(endpoints.get().isEmpty());
        assertTrue(endpoints.get().isEmpty());
        assertEquals(2, created);
    }
}
