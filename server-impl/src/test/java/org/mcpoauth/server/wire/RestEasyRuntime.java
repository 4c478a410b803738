package org.mcpoauth.server.wire;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.FilterInfo;
import io.undertow.servlet.api.ServletContainer;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import java.io.Serial;
import java.net.InetSocketAddress;
import org.jboss.resteasy.core.ResteasyDeploymentImpl;
import org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher;
import org.jboss.resteasy.spi.ResteasyDeployment;
import org.jspecify.annotations.Nullable;

/** RESTEasy on Undertow. */
final class RestEasyRuntime implements RestRuntime {
    private static final int MAX_HEADERS = 1000;
    private static final int THREADS = 16;

    @Override
    public Running start(RestApplication application, String path) {
        String context = path.endsWith("/") ? "/" + path.substring(0, path.length() - 1) : "/" + path;
        return start(deployment(application).setContextPath(context));
    }

    @Override
    public Running start(RestApplication application, Filter filter) {
        FilterInfo filters = new FilterInfo("guard", filter.getClass(), new ImmediateInstanceFactory<>(filter))
                .setAsyncSupported(true);
        DeploymentInfo deployment = deployment(application).setContextPath("/").addFilter(filters);
        for (DispatcherType type : DispatcherType.values()) {
            deployment.addFilterUrlMapping("guard", "/*", type);
        }
        return start(deployment);
    }

    @Override
    public Servlet servlet(RestApplication application) {
        return new Dispatcher(application);
    }

    private DeploymentInfo deployment(RestApplication application) {
        ServletInfo servlets = new ServletInfo(
                        "application", Dispatcher.class, new ImmediateInstanceFactory<>(servlet(application)))
                .setAsyncSupported(true)
                .setLoadOnStartup(1)
                .addMapping("/*");
        return new DeploymentInfo()
                .setClassLoader(RestEasyRuntime.class.getClassLoader())
                .setDeploymentName("test")
                .addServlet(servlets);
    }

    private static Running start(DeploymentInfo deployment) {
        DeploymentManager manager = ServletContainer.Factory.newInstance().addDeployment(deployment);
        manager.deploy();
        try {
            HttpHandler handler = manager.start();
            Undertow server = Undertow.builder()
                    .addHttpListener(0, "127.0.0.1")
                    .setIoThreads(1)
                    .setWorkerThreads(THREADS)
                    // beyond the limit of the guard, so that it is the guard which refuses
                    .setServerOption(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
                    .setHandler(Handlers.path().addPrefixPath(deployment.getContextPath(), handler))
                    .build();
            server.start();
            return new OnUndertow(server, manager);
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
    }

    private record OnUndertow(Undertow server, DeploymentManager manager) implements Running {

        @Override
        public int port() {
            return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        }

        @Override
        public void close() {
            server.stop();
            if (manager.getState() == DeploymentManager.State.STARTED) {
                undeploy();
            }
        }

        private void undeploy() {
            try {
                manager.stop();
            } catch (ServletException e) {
                throw new IllegalStateException(e);
            }
            manager.undeploy();
        }
    }

    /** Takes an application that is there already, where a container would name its class. */
    private static final class Dispatcher extends HttpServlet30Dispatcher {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient @Nullable RestApplication application;

        Dispatcher(RestApplication application) {
            this.application = application;
        }

        @Override
        public void init(ServletConfig config) throws ServletException {
            ResteasyDeployment deployment = new ResteasyDeploymentImpl();
            deployment.setApplication(application);
            config.getServletContext().setAttribute(ResteasyDeployment.class.getName(), deployment);
            super.init(config);
        }
    }
}
