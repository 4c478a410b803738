package org.mcpoauth.starter.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Our jars bring no other jar into a Jakarta EE runtime, neither on the class path nor on the module path. */
class FootprintTest {
    private static final Path ROOT = Path.of("..", "..", "..");
    private static final String OURS = "org.mcpoauth";
    private static final Set<String> PRODUCT = Set.of(
            "org.mcpoauth.api", "org.mcpoauth.spi", "org.mcpoauth.client", "org.mcpoauth.server", "org.mcpoauth.cdi");
    /** What a Jakarta EE and MicroProfile runtime or the JDK has. */
    private static final List<String> PROVIDED = List.of("java.", "jdk.", "jakarta.", "microprofile.", OURS + ".");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api",
                "spi",
                "client-impl",
                "client-impl/java-sdk",
                "client-impl/langchain4j",
                "server-impl",
                "server-impl/jcache-store",
                "cdi-extension"
            })
    void noDependencyButOnOurJarsReachesAnApplication(String module) throws Exception {
        Set<String> foreign = new TreeSet<>();
        for (Element dependency : dependencies(module)) {
            boolean reaches = !Set.of("provided", "test").contains(text(dependency, "scope"))
                    && !"true".equals(text(dependency, "optional"));
            if (reaches && !OURS.equals(text(dependency, "groupId"))) {
                foreign.add(text(dependency, "artifactId"));
            }
        }
        assertEquals(Set.of(), foreign);
    }

    @Test
    void noModuleRequiresAnotherAtRunTimeThanTheRuntimeHas() {
        List<ModuleDescriptor> modules = ourModules();
        assertEquals(PRODUCT.size(), modules.size());
        for (ModuleDescriptor module : modules) {
            Set<String> foreign = module.requires().stream()
                    .filter(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
                    .map(Requires::name)
                    .filter(name -> PROVIDED.stream().noneMatch(name::startsWith))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(Set.of(), foreign, module.name());
        }
    }

    /** Dependencies of the project itself, not those that it only manages or gives to plug-ins. */
    private static List<Element> dependencies(String module)
            throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Path pom = ROOT.resolve(module).resolve("pom.xml");
        Element project = factory.newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
        List<Element> dependencies = children(project, "dependencies").stream()
                .flatMap(all -> children(all, "dependency").stream())
                .toList();
        assertFalse(dependencies.isEmpty(), module);
        return dependencies;
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .<Node>mapToObj(nodes::item)
                .filter(node ->
                        node instanceof Element element && element.getTagName().equals(name))
                .map(Element.class::cast)
                .toList();
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream()
                .findFirst()
                .map(Node::getTextContent)
                .orElse("");
    }

    private static List<ModuleDescriptor> ourModules() {
        Path[] ours = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(entry -> entry.getFileName().toString().startsWith("mcp-oauth-")
                        || Files.exists(entry.resolve("module-info.class")))
                .toArray(Path[]::new);
        return ModuleFinder.of(ours).findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(module -> PRODUCT.contains(module.name()))
                .toList();
    }
}
