export const french = `de la le et les des à un une est en pour que nous dans pas vous ne je il sur au ce avec plus qui sont
du par mais être cette se son depuis tout nos notre votre aussi bien très peut merci bonjour fait deux après encore
facture commande erreur connexion imprimante problème client compte système page fichier numéro message écran aide
service bureau ordinateur serveur rapport adresse livraison paiement contrat demande accès groupe dossier réseau
calendrier réunion liste fenêtre navigateur licence clavier câble entrepôt fournisseur étiquette remboursement montant
banque virement date manque faux cassé lent bloqué expiré urgent collègue formation modèle pièce jointe image document
signature sauvegarde filtre recherche résultat réglages langue appareil application question réponse solution raison
exemple possible disponible correct plusieurs déjà toujours jamais parce pendant sans entre ensemble rien premier dernier
prochain vieux grand petit bon meilleur rapide facile difficile important nécessaire semaine mois hier demain matin
ouvrir fermer envoyer reçu modifier vérifier cordialement élève créé dès où là voilà`
