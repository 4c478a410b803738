package org.mcpoauth.starter.issuer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** A moment of a write at which a process stands still, says so and waits to be killed. */
enum Moment {
    /** A code or refresh token was read and is not consumed yet. */
    BEFORE_CONSUMING("compareAndSet", "grant", false),
    /** It is consumed and nobody has been answered. */
    AFTER_CONSUMING("compareAndSet", "grant", true),
    /** The code of a device is being redeemed, and nothing is issued yet. */
    WHILE_REDEEMING("compareAndSet", "device", true),
    /** A grant is stored, and its code, or its tokens for a device, have not gone out. */
    AFTER_GRANTING("putIfAbsent", "grant", true),
    /** A client is stored and does not know it. */
    AFTER_REGISTERING("putIfAbsent", "client", true);

    /** What the process says. */
    static final String SAID = "stands still";

    private final String method;
    private final String namespace;
    private final boolean isAfter;

    Moment(String method, String namespace, boolean isAfter) {
        this.method = method;
        this.namespace = namespace;
        this.isAfter = isAfter;
    }

    /** The same store up to this moment. */
    StateStore holding(StateStore real) {
        return (StateStore) Proxy.newProxyInstance(
                Moment.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, called, arguments) -> {
                    boolean isMine = called.getName().equals(method)
                            && arguments[0] instanceof StateKey key
                            && key.namespace().equals(namespace + IssuerNode.SUFFIX);
                    if (isMine && !isAfter) {
                        standStill();
                    }
                    Object result = call(real, called, arguments);
                    if (isMine && Boolean.TRUE.equals(result)) {
                        standStill();
                    }
                    return result;
                });
    }

    private static Object call(StateStore real, Method called, Object[] arguments) throws Throwable {
        try {
            return called.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void standStill() throws InterruptedException {
        System.out.println(SAID);
        new CountDownLatch(1).await();
    }
}
