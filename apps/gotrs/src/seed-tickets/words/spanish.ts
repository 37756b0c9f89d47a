export const spanish = `de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya o este
sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra
factura pedido error sesión impresora contraseña cliente cuenta sistema página archivo número mensaje pantalla ayuda
departamento oficina ordenador servidor informe dirección entrega pago contrato solicitud acceso grupo carpeta red
conexión calendario reunión lista ventana navegador licencia teclado cable almacén proveedor etiqueta reembolso importe
banco transferencia fecha falta roto lento bloqueado caducado urgente compañera formación plantilla adjunto imagen
documento firma copia filtro búsqueda resultado ajustes idioma dispositivo aplicación pregunta respuesta solución razón
ejemplo posible disponible correcto varios siempre nunca mientras juntos nada alguien primero último próximo viejo grande
pequeño bueno mejor rápido fácil difícil importante necesario semana mes ayer mañana abrir cerrar enviar recibido cambiar
comprobar gracias saludos buenos días niño señor añadir según además`
