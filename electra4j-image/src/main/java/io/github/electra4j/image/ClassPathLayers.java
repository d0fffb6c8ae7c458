package io.github.electra4j.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A class path in an image.
 *
 * @param libraries others' jars
 * @param own electra4j's, which change more often
 * @param value what stands in {@code CLASSPATH} there
 */
record ClassPathLayers(Layer libraries, Layer own, String value) {
    private static final String OWN = "electra4j";

    static ClassPathLayers of(List<Path> classPath) throws IOException {
        Layer libraries = new Layer("libraries");
        Layer own = new Layer("electra4j");
        List<String> inside = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path entry : classPath) {
            if (!Files.exists(entry)) {
                throw new NoSuchFileException(entry + ": on the class path, but not there");
            }
            boolean isFolder = Files.isDirectory(entry);
            String name = entry.getFileName().toString();
            boolean isOwn = isFolder || name.startsWith(OWN);
            String unique = names.add(name) ? name : inside.size() + "-" + name;
            String place = (isOwn ? "/opt/electra4j/" : "/opt/lib/") + unique;
            Layer layer = isOwn ? own : libraries;
            inside.add(place);
            if (isFolder) {
                layer.folder(entry, place);
            } else {
                layer.file(entry, place);
            }
        }
        return new ClassPathLayers(libraries, own, String.join(":", inside));
    }
}
